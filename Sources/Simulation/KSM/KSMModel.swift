import BalloonKit

/// A kernel's same-page merging: what ksmd finds, saves and costs, given its settings and what guests offer.
///
/// Merging starts in the second full scan: the first only notes what each page holds. In the second a page merges when
/// its twin was met before it, so that what is saved grows with the square of the way through the scan. Merged pages stay when
/// scanning stops and are private again when written; the kernel's own counters tell only with the next full scan.
/// A step of any length is exact in its number of full scans; cheap enough for ten steps a simulated second.
///
/// Source: measured on Linux 6.18 with eight guests of 256 MiB; kernel `mm/ksm.c` (`cmp_and_merge_page`, `should_skip_rmap_item`).
public struct KSMModel: Sendable, Hashable {
    /// 0 stopped (merged pages stay), 1 scanning, 2 unmerging.
    public var run = 0
    public var pagesToScan = 100
    public var sleep = Duration.milliseconds(20)
    public let costs: KSMCosts
    /// Mappings that share one kept page: `pages_sharing / pages_shared`.
    public let sharers: Double

    /// In the order of the last step's loads.
    private var books: [KSMBook] = []
    /// How far the current full scan is, 0 ..< 1.
    private var progress = 0.0
    private var scans: Int64 = 0
    private var busy = 0.0
    /// In pages, as the kernel's files say them.
    private var counted = 0.0
    private var volatile = 0.0

    private static let pageSize = 4096.0

    /// - Parameter sharers: How many mappings share one kept page, for the counters only; 7 for eight like guests.
    public init(costs: KSMCosts = KSMCosts(), sharers: Double = 7) {
        self.costs = costs
        self.sharers = Swift.max(sharers, 1)
    }

    /// Host memory that merging saves now, at once less when a guest writes.
    public var saved: ByteCount { Self.bytes(books.reduce(0) { $0 + $1.merged }) }

    /// What merging saves now of one guest; zero for one that the last step did not have.
    public func saved(of guest: Int) -> ByteCount {
        books.first { $0.guest == guest }.map { Self.bytes($0.merged) } ?? .zero
    }

    public var fullScans: Int64 { scans }
    public var scannerTime: Duration { .microseconds(Int64(busy * 1e6)) }
    /// What is saved less 64 bytes for each page looked at: negative until the second full scan.
    public var profit: ByteCount { .pages(Int64(counted)) - ByteCount(Int64(noted * costs.book)) }

    /// Settings and counters as `KSMReader` would read them.
    public var sample: KSMSample {
        var sample = KSMSample(run: run, pagesToScan: pagesToScan, sleep: sleep)
        sample.pagesSharing = Int64(counted)
        sample.pagesShared = Int64(counted / sharers)
        sample.pagesUnshared = Int64(Swift.max(0, noted - counted * (1 + 1 / sharers) - volatile))
        sample.pagesVolatile = Int64(volatile)
        sample.fullScans = scans
        sample.zeroPages = 0
        sample.generalProfit = profit
        sample.advisorMode = "none"
        sample.scannerTime = scannerTime
        return sample
    }

    /// - Parameters:
    ///   - seconds: 0 ... 3600; more counts as 3600.
    ///   - loads: One a guest, each with a number of its own; in the same order as before is cheapest.
    public mutating func advance(by seconds: Double, _ loads: [KSMLoad]) {
        let seconds = seconds.isFinite ? Swift.min(Swift.max(seconds, 0), 3600) : 0
        take(loads)
        if run == 2 { return unmerge(for: seconds) }
        // Without anything to scan ksmd sleeps.
        guard run == 1, books.contains(where: { $0.scannable > 0 }) else { return }
        var left = seconds
        // A wake-up ends with the full scan: no setting gives more full scans than wake-ups.
        while left > 1e-9 {
            let (used, isThrough) = scan(for: left)
            left -= used
            if isThrough { endScan() }
        }
    }
}

// MARK: Parts

extension KSMModel {
    private static func bytes(_ pages: Double) -> ByteCount { ByteCount(Int64(pages * pageSize)) }

    private var noted: Double { books.reduce(0) { $0 + Swift.min($1.noted, $1.scannable) } }

    private mutating func take(_ loads: [KSMLoad]) {
        if books.count != loads.count || zip(books, loads).contains(where: { $0.guest != $1.guest }) {
            let known = Dictionary(books.map { ($0.guest, $0) }) { first, _ in first }
            books = loads.map { known[$0.guest] ?? KSMBook(guest: $0.guest) }
        }
        for index in loads.indices { volatile += books[index].take(loads[index], at: progress) }
    }

    private mutating func unmerge(for seconds: Double) {
        let merged = books.reduce(0) { $0 + $1.merged }
        let part = merged > 0 ? Swift.min(1, seconds * costs.unmergeRate / merged) : 1
        busy += Swift.min(seconds, merged / costs.unmergeRate)
        for index in books.indices { books[index].forget(part) }
        counted = merged * (1 - part)
        volatile = 0
        progress = 0
    }

    /// Scans to the end of the time or of the full scan, whichever is first.
    private mutating func scan(for seconds: Double) -> (used: Double, isThrough: Bool) {
        var (looked, skipped, candidates) = (0.0, 0.0, 0.0)
        for book in books {
            let visited = costs.isScanSmart ? book.visited : book.scannable
            looked += visited
            skipped += book.scannable - visited
            candidates += book.candidates
        }
        let pause = Swift.max(0, sleep.inSeconds) + costs.oversleep
        // Without `smart_scan` a page that stays is hashed each time: 0.30 CPU-s a scan where smart scan needs 0.12.
        let look = looked * (costs.isScanSmart ? costs.look : costs.look * 2.1) + skipped * costs.skip
        let batches = Swift.max(1, looked / Double(Swift.max(pagesToScan, 1)))
        // Merging grows with the square of the way; its cost is taken where it is met.
        let merging = candidates * costs.merge * (1 + progress)
        let whole = batches * pause + look + merging
        let part = Swift.min(1 - progress, seconds / whole)
        let gained = (progress + part) * (progress + part) - progress * progress
        for index in books.indices where books[index].candidates > 0 { counted += books[index].merge(gained) }
        busy += part * look + candidates * gained * costs.merge
        progress += part
        return (part * whole, progress >= 1 - 1e-9)
    }

    private mutating func endScan() {
        progress = 0
        scans += 1
        var (written, merged) = (0.0, 0.0)
        for index in books.indices {
            written += books[index].endScan()
            merged += books[index].merged
        }
        volatile = written
        counted = merged
    }
}
