import BalloonKit

extension Reason {
    /// The reason as part of a sentence, without a full stop.
    public var sentence: String { remark ?? code.rawValue }
}

extension Verdict {
    /// The verdict in one sentence for people.
    public var explanation: String { "\(guest): \(reason.sentence)" }
}

extension Decision {
    /// The decision in a few sentences for people, one a line: the pool first, then each guest that is acted upon.
    public var explanation: String { verdicts.map(\.explanation).joined(separator: "\n") }
}
