/// A number that an operator may set about a policy: `[policy.knobs]` in the configuration.
public struct Knob: Sendable, Hashable {
    /// As in the configuration: lower-case letters, digits and dashes.
    public var name: String
    /// What it does and when to touch it, in one sentence.
    public var summary: String
    /// For people: `%`, `MiB`, `hour of the day`; empty for a bare number.
    public var unit: String
    /// What may be set, both ends included.
    public var range: ClosedRange<Double>
    /// What holds when nothing is set.
    public var `default`: Double

    public init(_ name: String, _ summary: String, unit: String = "", range: ClosedRange<Double>, default: Double) {
        self.name = name
        self.summary = summary
        self.unit = unit
        self.range = range
        self.default = `default`
    }
}
