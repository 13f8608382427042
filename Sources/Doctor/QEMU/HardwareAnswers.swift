import BalloonKit
import QMP

/// What QEMU itself says of its hardware: truer than its command line, for it also knows what was plugged and changed since.
///
/// Source: QMP `query-block`, `query-kvm`, `query-cpus-fast`, and the balloon's properties.
public struct HardwareAnswers: Sendable, Hashable {
    public var balloon: String?
    public var answers: [String: JSONValue]

    public init(balloon: String?, answers: [String: JSONValue]) {
        self.balloon = balloon
        self.answers = answers
    }

    /// Takes over what is known better.
    public func correct(_ guest: inout GuestFacts) {
        correctBalloon(&guest)
        if let kvm = answers["query-kvm"]?["enabled"]?.bool { guest.isAccelerated = kvm }
        if let processors = answers["query-cpus-fast"]?.array { guest.processors = processors.count }
        guard let blocks = answers["query-block"]?.array, var disks = guest.disks else { return }
        for index in disks.indices { correct(&disks[index], by: blocks) }
        guest.disks = disks
    }

    private func correctBalloon(_ guest: inout GuestFacts) {
        var facts = BalloonFacts(isPresent: balloon != nil)
        guard facts.isPresent else { return guest.balloon = facts }
        facts.deflatesOnOOM = answers["deflate-on-oom"]?.bool ?? guest.balloon?.deflatesOnOOM
        facts.reportsFreePages = answers["free-page-reporting"]?.bool ?? guest.balloon?.reportsFreePages
        if let told = answers["guest-stats"], let lastUpdate = told["last-update"]?.int64 {
            facts.driverAnswers = lastUpdate != 0
            if lastUpdate != 0 { facts.tellsAvailable = isTold(told["stats"]?["stat-available-memory"]) }
        }
        guest.balloon = facts
    }

    /// QEMU's mark for what the guest does not tell is 2^64 - 1.
    private func isTold(_ value: JSONValue?) -> Bool { (value?.double).map { $0 < 0x1p63 } ?? false }

    private func correct(_ disk: inout DiskFacts, by blocks: [JSONValue]) {
        guard let block = blocks.first(where: { isOf(disk, $0) }), let inserted = block["inserted"] else { return }
        if let isReadOnly = inserted["ro"]?.bool { disk.isReadOnly = isReadOnly }
        if let cache = inserted["cache"], let writeback = cache["writeback"]?.bool, let direct = cache["direct"]?.bool,
            let noFlush = cache["no-flush"]?.bool
        {
            disk.cache = CacheMode(writeback: writeback, direct: direct, noFlush: noFlush)
        }
    }

    /// By the drive's name, the node's, or the device's place in the QOM tree: `/machine/peripheral/ID/virtio-backend`.
    private func isOf(_ disk: DiskFacts, _ block: JSONValue) -> Bool {
        let names = [block["device"]?.string, block["inserted"]?["node-name"]?.string].compactMap(\.self)
        if let drive = disk.drive, names.contains(drive) { return true }
        return block["qdev"]?.string?.split(separator: "/").contains { $0 == disk.name } ?? false
    }
}
