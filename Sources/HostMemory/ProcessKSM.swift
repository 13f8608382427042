import BalloonKit

/// KSM's yield for one process. Counters are in pages of 4 KiB; nil where the kernel does not say.
///
/// The sum over all processes is more than `pages_sharing`: it includes the pages that the others share.
///
/// Source: `/proc/PID/ksm_stat`, kernel 6.1 and later.
public struct ProcessKSM: Sendable, Hashable {
    /// Of this process, merged with others or with itself.
    public var mergingPages: Int64?
    /// Empty pages mapped to the kernel's zero page.
    public var zeroPages: Int64?
    /// Pages that the scanner keeps book on; each costs it 64 bytes.
    public var trackedPages: Int64?
    /// Saved less the scanner's book-keeping for this process; can be negative.
    public var profit: ByteCount?

    init(_ text: KernelText) {
        func count(_ value: Int64?) -> Int64? {
            guard let value, value >= 0 else { return nil }
            let (pages, overflow) = value.multipliedReportingOverflow(by: SystemPage.quarters)
            return overflow ? nil : pages
        }
        mergingPages = count(text.number("ksm_merging_pages"))
        zeroPages = count(text.number("ksm_zero_pages"))
        trackedPages = count(text.number("ksm_rmap_items"))
        profit = text.number("ksm_process_profit").map { ByteCount($0) }
    }
}
