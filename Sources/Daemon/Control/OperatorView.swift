import BalloonKit

/// What reports show of the configuration.
struct OperatorView: Sendable {
    /// 0 ... 1 of the pool.
    var limit: Double
    /// `host` or `cgroup`.
    var poolKind: String
}

/// Which daemon answers.
struct DaemonIdentity: Sendable {
    var version: String
    var pid: Int32
    var started: MonotonicTime
}
