/// What another program writes to the kernel's files of same-page merging, behind the daemon's back; nil is not written.
///
/// Source: ksmtuned writes all three each minute; scripts and people mostly `run`.
public struct KSMWrite: Sendable, Hashable {
    /// Seconds since the scenario began.
    public var time: Double
    public var run: Int?
    public var pagesToScan: Int?
    public var sleep: Duration?

    public init(at time: Double, run: Int? = nil, pagesToScan: Int? = nil, sleep: Duration? = nil) {
        self.time = time
        self.run = run
        self.pagesToScan = pagesToScan
        self.sleep = sleep
    }
}
