import BalloonKit

/// What an operator does in the middle of a scenario.
public struct OperatorAct: Sendable, Hashable {
    public enum Deed: Sendable, Hashable {
        case pin(guest: String, to: ByteCount)
        case unpin(guest: String)
        case limit(guest: String, GuestLimits)
        case pause(guest: String)
        case resume(guest: String)
        case pausePool
        case resumePool
        /// The daemon is killed and started again: connections, targets and what was learnt are lost, balloons stay.
        case restartDaemon
    }

    /// Seconds since the scenario began.
    public var time: Double
    public var deed: Deed

    public init(at time: Double, _ deed: Deed) {
        self.time = time
        self.deed = deed
    }
}
