import QMP

/// What a guest's QEMU said of its hardware, as it said it.
public struct GuestHardware: Sendable {
    /// The balloon's place in the QOM tree; nil when there is none.
    public let balloon: String?
    /// By command, and by property of the balloon: `query-block`, `deflate-on-oom`.
    public internal(set) var answers: [String: JSONValue] = [:]
    /// Why there is no answer: refused, too long, too late.
    public internal(set) var failures: [String: String] = [:]
}
