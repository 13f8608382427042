import QMP

/// Statistics as both ways of reading them tell them: keys in order, absent values left out.
enum StatisticsText {
    /// The value as it is when it holds no statistics.
    static func text(_ reply: JSONValue) -> String {
        guard let stats = reply["stats"]?.object, let lastUpdate = reply["last-update"]?.int64 else {
            return String(decoding: reply.encoded(), as: UTF8.self)
        }
        let members = stats.members.filter { $0.value != .real(18_446_744_073_709_551_616) }
        return text(members.map { ($0.key, $0.value) }, lastUpdate)
    }

    static func text(_ reply: GuestStatsReply) -> String {
        let all: [(String, UInt64?)] = [
            ("swap-in", reply.swapIn), ("swap-out", reply.swapOut), ("major-faults", reply.majorFaults),
            ("minor-faults", reply.minorFaults), ("free-memory", reply.freeMemory),
            ("total-memory", reply.totalMemory), ("available-memory", reply.availableMemory),
            ("disk-caches", reply.diskCaches), ("htlb-pgalloc", reply.hugetlbAllocations),
            ("htlb-pgfail", reply.hugetlbFailures), ("oom-kills", reply.oomKills), ("alloc-stalls", reply.allocStalls),
            ("async-scans", reply.asyncScans), ("direct-scans", reply.directScans),
            ("async-reclaims", reply.asyncReclaims), ("direct-reclaims", reply.directReclaims),
        ]
        return text(all.compactMap { name, value in value.map { ("stat-\(name)", JSONValue($0)) } }, reply.lastUpdate)
    }

    private static func text(_ members: [(String, JSONValue)], _ lastUpdate: Int64) -> String {
        var stats: JSONObject = [:]
        for (key, value) in members.sorted(by: { $0.0 < $1.0 }) { stats[key] = value }
        let reply: JSONValue = ["stats": .object(stats), "last-update": .integer(lastUpdate)]
        return String(decoding: reply.encoded(), as: UTF8.self)
    }
}
