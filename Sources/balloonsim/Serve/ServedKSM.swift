import BalloonKit
import Glibc

/// `/sys/kernel/mm/ksm` and ksmd's process, as plain files.
final class ServedKSM {
    private let run: ServedFile
    private let pagesToScan: ServedFile
    private let sleep: ServedFile
    private var counters: [(file: ServedFile, value: (KSMSample) -> Int64)] = []
    private var scanner: ServedFile?

    /// Larger than any process number (`PID_MAX_LIMIT`): no guest's process can have it.
    private static let scannerNumber = 4_194_305

    init(in directory: ServeDirectory, _ sample: KSMSample) throws(ServeError) {
        try directory.make("sys/kernel/mm/ksm")
        func file(_ name: String, _ text: String = "") throws(ServeError) -> ServedFile {
            try ServedFile(directory.path("sys/kernel/mm/ksm/\(name)"), text)
        }
        run = try file("run", "\(sample.run)\n")
        pagesToScan = try file("pages_to_scan", "\(sample.pagesToScan)\n")
        sleep = try file("sleep_millisecs", "\(Self.milliseconds(sample.sleep))\n")
        counters = [
            (try file("pages_shared"), { $0.pagesShared }), (try file("pages_sharing"), { $0.pagesSharing }),
            (try file("pages_unshared"), { $0.pagesUnshared }), (try file("pages_volatile"), { $0.pagesVolatile }),
            (try file("full_scans"), { $0.fullScans }), (try file("ksm_zero_pages"), { $0.zeroPages ?? 0 }),
            (try file("general_profit"), { $0.generalProfit?.bytes ?? 0 }),
        ]
        _ = try file("advisor_mode", "[none] scan-time\n")
        if sample.scannerTime != nil {
            try directory.make("proc/\(Self.scannerNumber)")
            _ = try ServedFile(directory.path("proc/\(Self.scannerNumber)/comm"), "ksmd\n")
            scanner = try ServedFile(directory.path("proc/\(Self.scannerNumber)/stat"), "")
        }
        show(sample)
    }

    func show(_ sample: KSMSample) {
        for (file, value) in counters { file.write(ServedHost.padded(value(sample), 20) + "\n") }
        guard let time = sample.scannerTime else { return }
        // Fields of proc(5): the state is the third, user time the 14th, system time the 15th.
        let ticks = Int64(time.inSeconds * Double(max(sysconf(Int32(_SC_CLK_TCK)), 1)))
        scanner?.write("\(Self.scannerNumber) (ksmd) S 2 0 0 0 -1 2129984 0 0 0 0 0 \(ticks) 0 0 25 5 1 0 11 0 0\n")
    }

    var settings: (run: Int, pagesToScan: Int, sleep: Duration)? {
        guard let run = run.readNumber(), let pages = pagesToScan.readNumber(), let sleep = sleep.readNumber() else {
            return nil
        }
        return (run, pages, .milliseconds(sleep))
    }

    private static func milliseconds(_ duration: Duration) -> Int64 { Int64((duration.inSeconds * 1000).rounded()) }
}
