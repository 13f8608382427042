import QMP

/// One thing that stands between a guest and being moved, and the way round it.
public struct Obstacle: ControlRecord {
    /// Stable, in kebab case; a reason's code where there is one.
    public var code: String
    /// What it is, about `it`, the guest; without a full stop.
    public var sentence: String
    /// What to do about it, and when that is wise; nil when there is nothing to do.
    public var remedy: String?
    /// The same as a command line.
    public var command: String?

    public init(_ code: String, _ sentence: String, remedy: String? = nil, command: String? = nil) {
        self.code = code
        self.sentence = sentence
        self.remedy = remedy
        self.command = command
    }

    public init(from fields: FieldReader) throws(FieldError) {
        code = try fields.required("code")
        sentence = try fields.required("sentence")
        remedy = try fields.optional("remedy")
        command = try fields.optional("command")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("code", code)
        fields.add("sentence", sentence)
        fields.add("remedy", remedy)
        fields.add("command", command)
    }
}
