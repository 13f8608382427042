import BalloonKit
import QMP

/// One policy, active or in shadow: what it says of itself, and how its process fares. For the built-in policy there is no
/// process.
public struct PolicyStatus: ControlRecord {
    public var name: String
    /// `running`, `starting`, `backing-off` or `quarantined`; text, because a newer daemon may know more.
    public var state: String
    /// The author's own numbering; nil until the plugin has said it.
    public var version: String?
    public var summary: String?
    /// The plugin's file; nil for the built-in policy.
    public var file: String?
    public var knobs: [KnobReport]
    /// Of the plugin's process; nil while there is none.
    public var pid: Int32?
    /// Rounds that were answered.
    public var rounds: UInt64
    /// By kind, `late`, `died`, `nonsense`, `refused`, `cannot-start`; kinds that did not happen may be absent.
    public var failures: [String: UInt64]
    /// Failures that count towards quarantine; forgiven after a minute of good rounds.
    public var failuresCounted: Int
    /// Starts after the first.
    public var restarts: UInt64
    /// How long the last round took, from question to answer.
    public var roundTime: Duration?
    public var meanRound: Duration?
    /// The longest that an answered round has taken.
    public var longestRound: Duration?
    /// Until it is started again, while backing off.
    public var retryIn: Duration?
    public var lastFailure: PolicyFailureReport?
    /// The last lines that its present process wrote to its standard output and error.
    public var log: [String]

    public init(name: String, state: String) {
        self.name = name
        self.state = state
        knobs = []
        rounds = 0
        failures = [:]
        failuresCounted = 0
        restarts = 0
        log = []
    }

    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        state = try fields.required("state")
        version = try fields.optional("version")
        summary = try fields.optional("summary")
        file = try fields.optional("file")
        knobs = try fields.optional("knobs") ?? []
        pid = try fields.optional("pid")
        rounds = try fields.optional("rounds") ?? 0
        failures = try fields.optional("failures") ?? [:]
        failuresCounted = try fields.optional("failures_counted") ?? 0
        restarts = try fields.optional("restarts") ?? 0
        roundTime = try fields.optional("round_seconds")
        meanRound = try fields.optional("mean_round_seconds")
        longestRound = try fields.optional("longest_round_seconds")
        retryIn = try fields.optional("retry_in_seconds")
        lastFailure = try fields.optional("last_failure")
        log = try fields.optional("log") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("state", state)
        fields.add("version", version)
        fields.add("summary", summary)
        fields.add("file", file)
        fields.add("knobs", knobs)
        fields.add("pid", pid)
        fields.add("rounds", rounds)
        fields.add("failures", failures)
        fields.add("failures_counted", failuresCounted)
        fields.add("restarts", restarts)
        fields.add("round_seconds", roundTime)
        fields.add("mean_round_seconds", meanRound)
        fields.add("longest_round_seconds", longestRound)
        fields.add("retry_in_seconds", retryIn)
        fields.add("last_failure", lastFailure)
        fields.add("log", log)
    }
}
