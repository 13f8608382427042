import BalloonKit
import QMP

/// The kernel's knobs for same-page merging.
public struct KSMSettings: ControlRecord {
    /// 0 stopped, 1 scanning, 2 unmerging.
    public var run: Int
    /// Pages scanned a wake-up.
    public var pagesToScan: Int
    /// Between two wake-ups; whole milliseconds, as the kernel has them.
    public var sleep: Duration
    /// `none` or `scan-time`; nil when the kernel has no advisor.
    public var advisorMode: String?

    public init(run: Int, pagesToScan: Int, sleep: Duration, advisorMode: String? = nil) {
        self.run = run
        self.pagesToScan = pagesToScan
        self.sleep = sleep
        self.advisorMode = advisorMode
    }

    public init(from fields: FieldReader) throws(FieldError) {
        run = try fields.required("run")
        pagesToScan = try fields.required("pages_to_scan")
        sleep = .milliseconds(try fields.required("sleep_milliseconds") as Int)
        advisorMode = try fields.optional("advisor_mode")
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("run", run)
        fields.add("pages_to_scan", pagesToScan)
        fields.add("sleep_milliseconds", Int(exactly: (sleep.inSeconds * 1000).rounded()) ?? .max)
        fields.add("advisor_mode", advisorMode)
    }
}
