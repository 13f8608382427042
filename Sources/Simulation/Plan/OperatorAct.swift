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
        /// `balloonctl ksm start`, `stop` or, nil, `auto`. Refused, as the next two, where KSM is off or there is none.
        case holdKSM(KSMOrder.Hold?)
        case retuneKSM
        /// Refused where it would not fit; otherwise KSM is stopped as well.
        case unmergeKSM
        /// `balloonctl reserve`, for so many seconds, 0 ... 3600; ends with the daemon.
        case reserveRoom(ByteCount, seconds: Double)
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
