import BalloonKit

/// What the merge rung remembers.
struct KSMState: Sendable, Hashable {
    enum Phase: String, Sendable, Hashable {
        /// Not ours, or stopped.
        case off
        /// Scanning as fast as the processor cap allows, while it yields.
        case hurry
        /// Keeping what is merged, for next to nothing.
        case idle
    }

    var phase = Phase.off
    var pagesToScan = 0
    /// When `saved` last grew, in full scans, and what it was then.
    var scansAtGrowth: Int64 = 0
    var savedAtGrowth = ByteCount.zero
    var scansAtStart: Int64 = 0
    var scannerTime: Duration?
    var measured = MonotonicTime.origin
    var calmSince: MonotonicTime?
    /// After merging did not pay it is not tried again before this.
    var restUntil: MonotonicTime?
}
