/// The kernel's same-page merging: settings, counters, and what ksmd costs.
///
/// Counters are in pages of 4 KiB. Nil means that this kernel has no such file.
///
/// Source: `/sys/kernel/mm/ksm/*`; ksmd's `/proc/PID/stat`.
public struct KSMSample: Sendable, Hashable {
    /// 0 stopped (merged pages stay), 1 scanning, 2 unmerging.
    public var run: Int
    /// Pages scanned a wake-up.
    public var pagesToScan: Int
    /// Between two wake-ups.
    public var sleep: Duration
    /// Distinct pages kept for many.
    public var pagesShared: Int64
    /// Mappings that share them: what is saved.
    public var pagesSharing: Int64
    /// Scanned without a twin.
    public var pagesUnshared: Int64
    /// Changed too often to be merged.
    public var pagesVolatile: Int64
    public var fullScans: Int64
    /// Empty pages mapped to the kernel's zero page, counted beside `pagesSharing`.
    public var zeroPages: Int64?
    /// Saved memory less the scanner's own book-keeping; negative before the second full scan.
    public var generalProfit: ByteCount?
    /// `none` or `scan-time`; while it is on, `pages_to_scan` cannot be written.
    public var advisorMode: String?
    /// Processor time that ksmd has used since boot; nil when the thread was not found.
    public var scannerTime: Duration?

    public init(run: Int, pagesToScan: Int, sleep: Duration) {
        self.run = run
        self.pagesToScan = pagesToScan
        self.sleep = sleep
        pagesShared = 0
        pagesSharing = 0
        pagesUnshared = 0
        pagesVolatile = 0
        fullScans = 0
    }

    /// Host memory that merging saves now.
    public var saved: ByteCount { .pages(pagesSharing) + .pages(zeroPages ?? 0) }
}
