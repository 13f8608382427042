import QMP

/// The bytes of a `guest-stats` answer, kept from poll to poll: a thousand guests must cost the test's machine little.
struct StatsReplyCache: Sendable {
    /// The request line the bytes answer, without its end; such a line need not be parsed again.
    var request: [UInt8] = []
    private(set) var bytes: [UInt8] = []
    private var timeOffset = 0
    private var time: Int64 = -1

    private static let digits = 10

    /// Builds everything anew.
    mutating func rebuild(stats: JSONObject, lastUpdate: Int64) {
        var text = Array(#"{"return": {"stats": "#.utf8)
        JSONValue.object(stats).encode(into: &text)
        text.append(contentsOf: #", "last-update": "#.utf8)
        timeOffset = text.count
        text.append(contentsOf: String(lastUpdate).utf8)
        text.append(contentsOf: "}}\r\n".utf8)
        bytes = text
        time = lastUpdate
    }

    /// Changes the time stamp in place; false when it has not the width of the old one.
    mutating func patch(lastUpdate: Int64) -> Bool {
        if lastUpdate == time, !bytes.isEmpty { return true }
        guard !bytes.isEmpty, (1_000_000_000..<10_000_000_000).contains(lastUpdate), time >= 1_000_000_000 else {
            return false
        }
        var rest = lastUpdate
        for position in (0..<Self.digits).reversed() {
            bytes[timeOffset + position] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        time = lastUpdate
        return true
    }
}
