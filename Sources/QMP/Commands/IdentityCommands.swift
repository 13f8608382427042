/// `query-name`: the name given by `-name guest=…`; nil without one.
///
/// Source: QMP `query-name`, `NameInfo`.
public struct QueryName: QMPCommand {
    public let name = "query-name"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> String? {
        guard reply.isObject else { throw .malformedReply("no object") }
        guard let name = reply["name"]?.string, !name.isEmpty else { return nil }
        return QMPText.bounded(name)
    }
}

/// `query-uuid`: as text; nil when QEMU was started without one, which it reports as all zeros.
///
/// Source: QMP `query-uuid`, `UuidInfo`.
public struct QueryUUID: QMPCommand {
    public let name = "query-uuid"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> String? {
        guard let uuid = reply["UUID"]?.string else { throw .malformedReply("UUID is missing") }
        return uuid.allSatisfy { $0 == "0" || $0 == "-" } ? nil : QMPText.bounded(uuid)
    }
}

/// `query-version`.
///
/// Source: QMP `query-version`, `VersionInfo`.
public struct QueryVersion: QMPCommand {
    public let name = "query-version"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> QMPVersion {
        guard let version = QMPVersion(reply) else { throw .malformedReply("no version") }
        return version
    }
}

/// `qmp_capabilities`: ends the negotiation. ``QMPClientSession`` sends it by itself.
///
/// Source: QMP `qmp_capabilities`.
public struct NegotiateCapabilities: QMPCommand {
    public typealias Reply = QMPAccepted

    public let name = "qmp_capabilities"

    public init() {}
}

/// `query-status`: whether the guest's CPUs run.
///
/// A guest whose kernel panicked, or whose QEMU is stopped by a signal, still counts as running here: frozen
/// ``GuestStatsReply/lastUpdate`` is the only common sign of a guest that does not answer.
///
/// Source: QMP `query-status`, `StatusInfo`.
public struct QueryStatus: QMPCommand {
    public struct Status: Sendable, Hashable {
        public let isRunning: Bool
        public let state: QMPRunState
    }

    public let name = "query-status"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> Status {
        guard let running = reply["running"]?.bool, let status = reply["status"]?.string else {
            throw .malformedReply("running or status is missing")
        }
        return Status(isRunning: running, state: QMPRunState(name: QMPText.bounded(status)))
    }
}
