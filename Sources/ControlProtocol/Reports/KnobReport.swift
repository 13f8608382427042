import BalloonKit
import QMP

/// A number that may be set about a policy, and what holds.
public struct KnobReport: ControlRecord {
    public var name: String
    public var summary: String
    /// For people; empty for a bare number.
    public var unit: String
    public var least: Double
    public var most: Double
    public var `default`: Double
    public var value: Double

    public init(_ knob: Knob, value: Double) {
        name = knob.name
        summary = knob.summary
        unit = knob.unit
        least = knob.range.lowerBound
        most = knob.range.upperBound
        `default` = knob.default
        self.value = value
    }

    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        summary = try fields.optional("summary") ?? ""
        unit = try fields.optional("unit") ?? ""
        least = try fields.required("least")
        most = try fields.required("most")
        `default` = try fields.required("default")
        value = try fields.required("value")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("summary", summary)
        fields.add("unit", unit)
        fields.add("least", least)
        fields.add("most", most)
        fields.add("default", `default`)
        fields.add("value", value)
    }
}
