import QMP

/// A plugin that lies in one of the configured directories.
public struct PolicyFileReport: ControlRecord {
    /// As `use-policy` takes it.
    public var name: String
    public var file: String
    /// Why its file is not trusted, and the way out; nil when nothing is wrong with it. Whether it loads is not tried.
    public var problem: String?

    public init(name: String, file: String, problem: String? = nil) {
        self.name = name
        self.file = file
        self.problem = problem
    }
    public init(from fields: FieldReader) throws(FieldError) {
        name = try fields.required("name")
        file = try fields.required("file")
        problem = try fields.optional("problem")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("name", name)
        fields.add("file", file)
        fields.add("problem", problem)
    }
}
