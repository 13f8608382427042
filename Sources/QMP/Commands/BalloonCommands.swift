/// `query-balloon`: the guest-visible memory.
///
/// Source: QMP `query-balloon`, `BalloonInfo`.
public struct QueryBalloon: QMPCommand {
    public let name = "query-balloon"

    public init() {}

    /// `actual` in bytes: maximum minus balloon. Live, while statistics are up to an interval old.
    public static func decode(_ reply: JSONView) throws(QMPError) -> UInt64 {
        guard let actual = reply["actual"]?.size else { throw .malformedReply("actual is missing or negative") }
        return actual
    }
}

/// `balloon`: asks the guest to reach a size. The answer means accepted, not done.
///
/// QEMU accepts targets that no guest can reach, from 1 byte up: there is no floor but the caller's own. More than the
/// guest's maximum is clamped to it.
///
/// Source: QMP `balloon`.
public struct SetBalloon: QMPCommand {
    public typealias Reply = QMPAccepted

    public let name = "balloon"
    /// The target in bytes.
    public let value: Int64

    /// - Parameter value: 1 … `Int64.max` bytes.
    /// - Throws: ``QMPError`` with `.invalidInput` outside the range: QEMU would take 2^63 for a float and refuse it.
    public init(value: UInt64) throws(QMPError) {
        guard value > 0, let value = Int64(exactly: value) else {
            throw QMPError(code: .invalidInput, message: "target of \(value) bytes", command: "balloon")
        }
        self.value = value
    }

    public var arguments: JSONObject { ["value": .integer(value)] }
}
