/// `qom-get … guest-stats`: what the guest's balloon driver last reported.
///
/// Source: QEMU `docs/interop/virtio-balloon-stats.rst`.
public struct GuestStats: QMPCommand {
    public typealias Reply = GuestStatsReply

    public let name = "qom-get"
    /// The balloon device's place in the QOM tree. The full path: a bare id makes QEMU search the tree under its big lock.
    public let path: String

    public static let answersStatistics = true

    public init(path: String) { self.path = path }

    public var arguments: JSONObject { ["path": .string(path), "property": "guest-stats"] }

    /// Reads without building a tree.
    public static func decode(_ reply: JSONView) throws(QMPError) -> GuestStatsReply {
        guard let reply = GuestStatsReply(reply) else { throw .malformedReply("stats or last-update is missing") }
        return reply
    }
}

/// `qom-get … guest-stats-polling-interval`: seconds between two reports; 0 is never.
///
/// Source: QEMU `docs/interop/virtio-balloon-stats.rst`.
public struct GetStatsPollingInterval: QMPCommand {
    public let name = "qom-get"
    public let path: String

    public init(path: String) { self.path = path }

    public var arguments: JSONObject { ["path": .string(path), "property": "guest-stats-polling-interval"] }

    public static func decode(_ reply: JSONView) throws(QMPError) -> Duration {
        guard let seconds = reply.int64, (0...Int64(UInt32.max)).contains(seconds) else {
            throw .malformedReply("no interval in seconds")
        }
        return .seconds(seconds)
    }
}

/// `qom-set … guest-stats-polling-interval`: how often the guest shall report.
///
/// One per device and shared by all clients: another may set it behind one's back. It survives a reset of the guest, not a
/// restart or restore of QEMU. Going from 0 to anything asks the guest at once.
///
/// Source: QEMU `docs/interop/virtio-balloon-stats.rst`.
public struct SetStatsPollingInterval: QMPCommand {
    public typealias Reply = QMPAccepted

    public let name = "qom-set"
    public let path: String
    let seconds: Int64

    /// - Parameters:
    ///   - path: the balloon device's place in the QOM tree.
    ///   - interval: whole seconds, 0 (never) … 2^32 - 1; a fraction is dropped.
    /// - Throws: ``QMPError`` with `.invalidInput` outside the range.
    public init(path: String, interval: Duration) throws(QMPError) {
        let seconds = interval.components.seconds
        guard (0...Int64(UInt32.max)).contains(seconds), interval >= .zero else {
            throw QMPError(code: .invalidInput, message: "polling interval of \(interval)", command: "qom-set")
        }
        self.path = path
        self.seconds = seconds
    }

    public var arguments: JSONObject {
        ["path": .string(path), "property": "guest-stats-polling-interval", "value": .integer(seconds)]
    }
}
