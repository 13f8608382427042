/// What a decision may set of KSM; nil leaves as it is.
public struct KSMParameters: Sendable, Hashable {
    /// 0 stops and keeps what is merged, 1 scans, 2 unmerges everything (which needs as much memory as was saved).
    public var run: Int?
    /// Pages a wake-up, 1 ... 4,294,967,295.
    public var pagesToScan: Int?
    /// Between two wake-ups, in whole milliseconds, 0 ... 4,294,967,295 ms.
    public var sleep: Duration?

    public init(run: Int? = nil, pagesToScan: Int? = nil, sleep: Duration? = nil) {
        self.run = run
        self.pagesToScan = pagesToScan
        self.sleep = sleep
    }
}
