import BalloonKit

/// What can be written to the kernel's files of same-page merging.
///
/// Source: `/sys/kernel/mm/ksm/run`, `pages_to_scan`, `sleep_millisecs`.
public struct KSMSetting: Sendable, Hashable {
    /// 0 stopped (merged pages stay), 1 scanning, 2 unmerging.
    public var run: Int
    /// Pages a wake-up.
    public var pagesToScan: Int
    /// Between two wake-ups.
    public var sleep: Duration

    public init(run: Int, pagesToScan: Int, sleep: Duration) {
        self.run = run
        self.pagesToScan = pagesToScan
        self.sleep = sleep
    }

    /// As the kernel starts with.
    public static let initial = KSMSetting(run: 0, pagesToScan: 100, sleep: .milliseconds(20))

    public init(_ sample: KSMSample) {
        self.init(run: sample.run, pagesToScan: sample.pagesToScan, sleep: sample.sleep)
    }
}
