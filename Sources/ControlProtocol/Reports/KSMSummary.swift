import BalloonKit
import QMP

/// Same-page merging in two numbers.
public struct KSMSummary: ControlRecord {
    /// 0 stopped, 1 scanning, 2 unmerging.
    public var run: Int
    /// Host memory that merging saves now.
    public var saved: ByteCount

    public init(run: Int, saved: ByteCount) {
        self.run = run
        self.saved = saved
    }
    public init(from fields: FieldReader) throws(FieldError) {
        run = try fields.required("run")
        saved = try fields.required("saved_bytes")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("run", run)
        fields.add("saved_bytes", saved)
    }
}
