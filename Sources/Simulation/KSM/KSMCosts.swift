/// What ksmd's work costs, as measured on Linux 6.18: a table of ten settings that these four numbers give back
/// within a tenth (CPU) and a factor of 1.5 (times).
public struct KSMCosts: Sendable, Hashable {
    /// Seconds of processor time to look at a page: the shares of the settings that merged nothing, over their pages/s.
    public var look = 0.5e-6
    /// Seconds of processor time to merge a page: 2 CPU-s a GiB.
    public var merge = 2.0 / 262_144
    /// Seconds to pass over a page that smart scan skips.
    public var skip = 0.05e-6
    /// A sleep lasts this much longer, in seconds, than was asked for: the kernel's tick at 250 Hz.
    public var oversleep = 0.004
    /// Pages a second that `run` 2 gives back: 1.6 GiB/s.
    public var unmergeRate = 1.6 * 262_144
    /// Bytes of book-keeping for each page that was looked at (`sizeof(struct ksm_rmap_item)`).
    public var book = 64.0
    /// Whether pages that never merge are skipped more and more (`smart_scan`, on by default since Linux 6.7).
    public var isScanSmart = true

    public init() {}
}
