/// A field of an argument or a reply that is absent or not what it should be.
public struct FieldError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it stands, for example `guests[2].actual_bytes`; empty for the whole.
    public var path: String
    /// What should be there: `an integer`.
    public var expected: String
    /// Whether it is not there at all.
    public var isMissing: Bool

    public init(path: String, expected: String, isMissing: Bool = false) {
        self.path = path
        self.expected = expected
        self.isMissing = isMissing
    }

    public var description: String {
        if isMissing { return "'\(path)' is missing" }
        return path.isEmpty ? "not \(expected)" : "'\(path)' is not \(expected)"
    }
}
