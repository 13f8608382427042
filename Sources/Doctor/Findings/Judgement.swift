/// What a check comes to.
public enum Judgement: Sendable, Hashable {
    case passed
    /// Why it could not be made.
    case unknown(String)
    /// There is nothing of the kind.
    case notApplicable
    /// What was seen, with its numbers, and what can be done.
    case found(Severity, String, [Remedy])
}
