import BalloonKit
import Glibc

/// The kernel's page: the unit of `statm`, `vmstat` and KSM counters. 4 KiB on x86-64, 4 to 64 KiB elsewhere.
enum SystemPage {
    static let size = ByteCount(Int64(max(sysconf(Int32(_SC_PAGESIZE)), 1)))

    /// How many pages of 4 KiB one page of the kernel is.
    static let quarters = Swift.max(size.bytes / ByteCount.page.bytes, 1)
}
