import BalloonKit
import QMP

/// What came of a move, learnt from later samples: a reply to `balloon` means accepted, not done.
public struct MoveOutcome: ControlRecord {
    /// `arrived`: at its target. `partly`: moved, not all the way, within its time. `unmoved`: did not move. `superseded`: another
    /// target followed before. `rejected`: QEMU refused it. `unknown`: the guest left, or the daemon ended.
    public var state: String
    /// From the decision to the sample that shows it.
    public var after: Duration?
    /// What the guest saw as its memory then.
    public var actual: ByteCount?
    /// QEMU's resident size when it was decided, as /proc/PID/statm says.
    public var residentBefore: ByteCount?
    /// The same, in the sample that shows the outcome.
    public var residentAfter: ByteCount?
    /// QEMU's error for `rejected`.
    public var detail: String?

    public init(
        state: String, after: Duration? = nil, actual: ByteCount? = nil, residentBefore: ByteCount? = nil,
        residentAfter: ByteCount? = nil, detail: String? = nil
    ) {
        self.state = state
        self.after = after
        self.actual = actual
        self.residentBefore = residentBefore
        self.residentAfter = residentAfter
        self.detail = detail
    }

    public init(from fields: FieldReader) throws(FieldError) {
        state = try fields.required("state")
        after = try fields.optional("after_seconds")
        actual = try fields.optional("actual_bytes")
        residentBefore = try fields.optional("resident_before_bytes")
        residentAfter = try fields.optional("resident_after_bytes")
        detail = try fields.optional("detail")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("state", state)
        fields.add("after_seconds", after)
        fields.add("actual_bytes", actual)
        fields.add("resident_before_bytes", residentBefore)
        fields.add("resident_after_bytes", residentAfter)
        fields.add("detail", detail)
    }
}
