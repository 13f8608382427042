import BalloonKit
import QMP

/// Same-page merging at a glance.
public struct KSMSummary: ControlRecord {
    /// 0 stopped, 1 scanning, 2 unmerging.
    public var run: Int
    /// Host memory that merging saves now.
    public var saved: ByteCount
    /// What the daemon does with it; see ``KSMReport``.
    public var phase: String?
    /// `start` or `stop` while an operator holds it.
    public var hold: String?

    public init(run: Int, saved: ByteCount, phase: String? = nil, hold: String? = nil) {
        self.run = run
        self.saved = saved
        self.phase = phase
        self.hold = hold
    }
    public init(from fields: FieldReader) throws(FieldError) {
        run = try fields.required("run")
        saved = try fields.required("saved_bytes")
        phase = try fields.optional("phase")
        hold = try fields.optional("hold")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("run", run)
        fields.add("saved_bytes", saved)
        fields.add("phase", phase)
        fields.add("hold", hold)
    }
}
