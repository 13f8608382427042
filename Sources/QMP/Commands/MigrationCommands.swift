/// Where a migration stands, as `query-migrate` and the event `MIGRATION` name it.
///
/// Source: QMP `MigrationStatus`, `qapi/migration.json`.
public struct QMPMigrationStatus: Sendable, Hashable {
    public let name: String

    public init(name: String) { self.name = name }

    /// Whether memory is being sent or received, or is about to be. A status of a newer QEMU that is not known here counts
    /// as none, so that no guest is left alone for ever by mistake.
    public var isUnderWay: Bool { Self.underWay.contains(name) || name.hasPrefix("postcopy-") }

    private static let underWay: Set<String> = [
        "setup", "active", "pre-switchover", "device", "wait-unplug", "cancelling", "colo",
    ]
}

/// `query-migrate`: nil when this QEMU has not migrated; the status of the last migration stays when it has ended.
///
/// The only way to learn of a migration while the guest still runs: the event needs a capability that is the migrating
/// tool's to set.
///
/// Source: QMP `query-migrate`, `MigrationInfo`.
public struct QueryMigrate: QMPCommand {
    public let name = "query-migrate"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> QMPMigrationStatus? {
        guard reply.isObject else { throw .malformedReply("no object") }
        guard let status = reply["status"]?.string else { return nil }
        return QMPMigrationStatus(name: QMPText.bounded(status))
    }
}
