import BalloonKit

/// What is known of balloond itself.
public struct DaemonFacts: Sendable, Hashable {
    /// Nil when it could not be found out, as without the permission to use its socket.
    public var isRunning: Bool?
    /// Why nothing is known of it, or how it was found not to run.
    public var note: String?
    public var isDryRun: Bool?
    public var isPaused: Bool?
    public var pid: Int32?
    /// Locked in memory, of its process.
    public var locked: ByteCount?
    /// The pool as it measures it.
    public var poolTotal: ByteCount?
    public var poolUsed: ByteCount?
    /// Usage must stay at or under this, 0 ... 1.
    public var limit: Double?
    /// Its control socket's path, group number and permission bits.
    public var socket: String?
    public var socketGroup: UInt32?
    public var socketMode: UInt32?

    public init() {}
}
