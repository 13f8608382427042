import QMP

/// A guest's hardware in QEMU's own words: the reply of `query-hardware`.
public struct HardwareReport: ControlRecord {
    public var guest: String
    /// The balloon device's place in the QOM tree; nil when there is no such device.
    public var balloon: String?
    /// The `return` of each question: `query-block`, `query-kvm`, `query-cpus-fast`, `query-memory-devices`, and the balloon's
    /// properties by their names.
    public var answers: [String: JSONValue]
    /// Why a question has no answer, by its name.
    public var failures: [String: String]

    public init(
        guest: String, balloon: String? = nil, answers: [String: JSONValue] = [:], failures: [String: String] = [:]
    ) {
        self.guest = guest
        self.balloon = balloon
        self.answers = answers
        self.failures = failures
    }

    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.required("guest")
        balloon = try fields.optional("balloon")
        answers = try fields.required("answers")
        failures = try fields.optional("failures") ?? [:]
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.addOrNull("balloon", balloon)
        fields.add("answers", answers)
        fields.add("failures", failures.isEmpty ? nil : failures)
    }
}
