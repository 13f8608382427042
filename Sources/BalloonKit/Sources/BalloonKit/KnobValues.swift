/// What the operator has set of a policy's knobs.
public struct KnobValues: Sendable, Hashable {
    private var set: [String: Double]

    /// - Parameter set: By the knob's name.
    public init(_ set: [String: Double] = [:]) { self.set = set }

    /// What holds for the knob: what was set, brought into its range, or its default.
    public subscript(knob: Knob) -> Double {
        guard let value = set[knob.name], !value.isNaN else { return knob.default }
        return Swift.min(Swift.max(value, knob.range.lowerBound), knob.range.upperBound)
    }

    /// What of it cannot be used with these knobs, and why; nil when all can.
    public func problem(with knobs: [Knob]) -> String? {
        for (name, value) in set.sorted(by: { $0.key < $1.key }) {
            guard let knob = knobs.first(where: { $0.name == name }) else {
                let known = knobs.map(\.name).joined(separator: ", ")
                return "there is no knob '\(name)'; " + (knobs.isEmpty ? "there is none" : "there are: \(known)")
            }
            guard knob.range.contains(value) else {
                let unit = knob.unit.isEmpty ? "" : " (\(knob.unit))"
                return "\(name) = \(value) is out of range: \(knob.range.lowerBound) to \(knob.range.upperBound)\(unit)"
            }
        }
        return nil
    }
}
