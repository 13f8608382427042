import BalloonKit
import PolicySupervisor

/// One plugin, active or in shadow, as reports tell of it.
struct PolicySeatReport: Sendable {
    enum State: String, Sendable, Hashable, CaseIterable {
        case starting
        case running
        case backingOff = "backing-off"
        case quarantined
    }

    /// What went wrong last.
    struct Failure: Sendable, Hashable {
        var failure: PolicyFailure
        var time: MonotonicTime
    }

    /// As an operator calls it.
    var name: String
    var state: State
    /// Nil until it has come up once.
    var manifest: PolicyManifest?
    var file: String?
    /// As set; those that are not have their defaults.
    var knobs: [String: Double]
    /// Nil while there is no process.
    var pid: Int32?
    var tally: PolicyTally
    /// Failures that count towards quarantine.
    var failuresCounted: Int
    /// Until it is started again, while backing off.
    var retryIn: Duration?
    var lastFailure: Failure?
    /// The last lines of the present process.
    var log: [String]
    var linesDropped: UInt64
    var repairs: ReplyRepairs
}
