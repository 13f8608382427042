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
        let guests = Double(mergeable.bytes) / Double(ByteCount.page.bytes)
        return Swift.max(guests, tracked.reduce(0) { $0 + Double($1) }, 1)
    }

    /// What merging saves less what its book-keeping costs: 64 bytes a page looked at.
    var profit: ByteCount {
        if let profit = sample.generalProfit { return profit }
        return sample.saved - tracked.reduce(.zero) { $0 + ByteCount($1).times(64) }
    }

    /// Pages that ksmd keeps book on, by what became of them.
    private var tracked: [Int64] {
        [sample.pagesShared, sample.pagesSharing, sample.pagesUnshared, sample.pagesVolatile]
    }
}
