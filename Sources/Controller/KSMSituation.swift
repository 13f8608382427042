import BalloonKit

/// What the governor of same-page merging decides on.
struct KSMSituation: Sendable {
    var sample: KSMSample
    var need: KSMNeed
    /// Resident memory of guests that KSM may merge.
    var mergeable: ByteCount
    var order = KSMOrder()
    var time: MonotonicTime

    /// Pages that a full scan goes through: the guests', and what ksmd keeps book on beside them.
    var scannable: Double {
        let tracked = Double(sample.pagesShared) + Double(sample.pagesSharing) + Double(sample.pagesUnshared)
        return Swift.max(Double(mergeable.bytes) / Double(ByteCount.page.bytes), tracked, 1)
    }

    /// What merging saves less what its book-keeping costs: 64 bytes a page looked at.
    var profit: ByteCount {
        if let profit = sample.generalProfit { return profit }
        let pages = [sample.pagesShared, sample.pagesSharing, sample.pagesUnshared, sample.pagesVolatile]
        return sample.saved - pages.reduce(.zero) { $0 + ByteCount($1).times(64) }
    }
}
