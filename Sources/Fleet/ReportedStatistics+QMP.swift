import BalloonKit
import QMP

extension ReportedStatistics {
    /// The same claims in the words of the pool.
    init(_ stats: GuestStatsReply) {
        func size(_ bytes: UInt64?) -> ByteCount? { bytes.map { ByteCount(clamping: $0) } }
        self.init()
        available = size(stats.availableMemory)
        free = size(stats.freeMemory)
        total = size(stats.totalMemory)
        diskCaches = size(stats.diskCaches)
        swapIn = size(stats.swapIn)
        swapOut = size(stats.swapOut)
        majorFaults = stats.majorFaults
        minorFaults = stats.minorFaults
        oomKills = stats.oomKills
        allocStalls = stats.allocStalls
    }
}
