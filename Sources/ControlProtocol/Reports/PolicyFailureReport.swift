import BalloonKit
import QMP

/// What went wrong with a plugin last.
public struct PolicyFailureReport: ControlRecord {
    /// As the kinds of ``PolicyStatus/failures``; for a plugin that was refused, the refusal's own code: `wrong-api`.
    public var code: String
    /// What is wrong and the way out.
    public var sentence: String
    /// The last lines that the plugin's process wrote to its standard output and error, a backtrace among them.
    public var log: [String]
    public var ago: Duration?

    public init(code: String, sentence: String, log: [String] = [], ago: Duration? = nil) {
        self.code = code
        self.sentence = sentence
        self.log = log
        self.ago = ago
    }
    public init(from fields: FieldReader) throws(FieldError) {
        code = try fields.required("code")
        sentence = try fields.required("sentence")
        log = try fields.optional("log") ?? []
        ago = try fields.optional("seconds_ago")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("code", code)
        fields.add("sentence", sentence)
        fields.add("log", log)
        fields.add("seconds_ago", ago)
    }
}
