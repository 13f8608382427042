import QMP

extension FakeQEMU {
    /// QEMU's mark for a statistic the guest did not report: 2^64 - 1, which no `JSONValue` integer can hold.
    private static let absent = "18446744073709551615"

    /// The whole line that answers `guest-stats`.
    mutating func statsLine() -> [UInt8] {
        if faults.contains(.absentStatistics) || lastUpdate == 0 { return absentLine() }
        if statsAreOld || !reply.patch(lastUpdate: lastUpdate) {
            reply.rebuild(stats: statistics, lastUpdate: lastUpdate)
            statsAreOld = false
        }
        return reply.bytes
    }

    private var total: UInt64 { actual > kernelShare ? actual - kernelShare : 0 }
    private var available: UInt64 { total > used ? total - used : 0 }

    private var statistics: JSONObject {
        let free = available > caches ? available - caches : 0
        return [
            "stat-htlb-pgalloc": 0, "stat-swap-out": 0, "stat-available-memory": JSONValue(available),
            "stat-htlb-pgfail": 0, "stat-free-memory": JSONValue(free), "stat-minor-faults": 126,
            "stat-major-faults": JSONValue(majorFaults), "stat-total-memory": JSONValue(total),
            "stat-swap-in": JSONValue(swapIn), "stat-disk-caches": JSONValue(min(caches, available)),
        ]
    }

    private func absentLine() -> [UInt8] {
        let keys = [
            "htlb-pgalloc", "swap-out", "available-memory", "htlb-pgfail", "free-memory", "minor-faults",
            "major-faults",
            "total-memory", "swap-in", "disk-caches",
        ]
        let members = keys.map { "\"stat-\($0)\": \(Self.absent)" }.joined(separator: ", ")
        return Array("{\"return\": {\"stats\": {\(members)}, \"last-update\": \(lastUpdate)}}\r\n".utf8)
    }
}
