/// Why something was proposed, clamped or held: a stable code, the amount it speaks of, and a remark.
///
/// Codes are for programs, metrics and tests; sentences for people are made from them when somebody asks. Building a
/// reason therefore costs nothing on the way of a decision.
public struct Reason: Sendable, Hashable {
    /// A short stable identifier in kebab case, for example `idle-memory`.
    public struct Code: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
    }

    public var code: Code
    /// The amount the rule speaks of: memory idle, memory missing, the bound that bit.
    public var amount: ByteCount?
    /// Anything else worth saying, as part of a sentence.
    public var remark: String?

    public init(_ code: Code, amount: ByteCount? = nil, remark: String? = nil) {
        self.code = code
        self.amount = amount
        self.remark = remark
    }
}
