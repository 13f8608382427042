import BalloonKit
import Glibc

/// Reads KSM's settings and counters, and how much processor time ksmd has used.
///
/// Other programs write the same settings (ksmtuned, other operators): read them again before each decision.
///
/// Source: `/sys/kernel/mm/ksm/*`, kernel `Documentation/admin-guide/mm/ksm.rst`.
public struct KSMReader: Sendable {
    private let run: OpenFile
    private let pagesToScan: OpenFile
    private let sleep: OpenFile
    private let pagesShared: OpenFile
    private let pagesSharing: OpenFile
    private let pagesUnshared: OpenFile
    private let pagesVolatile: OpenFile
    private let fullScans: OpenFile
    private let zeroPages: OpenFile?
    private let generalProfit: OpenFile?
    private let advisorMode: OpenFile?
    private let scannerStat: OpenFile?

    /// - Throws: ``HostMemoryError`` with `missing` when the kernel was built without KSM.
    public init(roots: HostRoots = HostRoots()) throws(HostMemoryError) {
        let directory = roots.sys("kernel/mm/ksm")
        guard access(directory, F_OK) == 0 else {
            throw HostMemoryError(code: .missing, file: directory, reason: "this kernel has no KSM (CONFIG_KSM)")
        }
        func open(_ name: String) throws(HostMemoryError) -> OpenFile {
            try OpenFile("\(directory)/\(name)", limit: 256)
        }
        run = try open("run")
        pagesToScan = try open("pages_to_scan")
        sleep = try open("sleep_millisecs")
        pagesShared = try open("pages_shared")
        pagesSharing = try open("pages_sharing")
        pagesUnshared = try open("pages_unshared")
        pagesVolatile = try open("pages_volatile")
        fullScans = try open("full_scans")
        zeroPages = try? open("ksm_zero_pages")
        generalProfit = try? open("general_profit")
        advisorMode = try? open("advisor_mode")
        scannerStat = Self.openScannerStat(roots)
    }

    /// - Throws: ``HostMemoryError`` when a file that every KSM kernel has cannot be read or holds no number.
    public func sample() throws(HostMemoryError) -> KSMSample {
        let milliseconds = try sleep.readNumber()
        guard let run = Int(exactly: try run.readNumber()), let pages = Int(exactly: try pagesToScan.readNumber())
        else {
            throw .malformed(self.run.path, "is out of range")
        }
        var sample = KSMSample(
            run: run, pagesToScan: pages, sleep: .milliseconds(milliseconds.clamped(to: 0...1 << 40)))
        sample.pagesShared = try count(pagesShared)
        sample.pagesSharing = try count(pagesSharing)
        sample.pagesUnshared = try count(pagesUnshared)
        sample.pagesVolatile = try count(pagesVolatile)
        sample.fullScans = try fullScans.readNumber()
        sample.zeroPages = zeroPages.flatMap { try? count($0) }
        sample.generalProfit = generalProfit.flatMap { try? $0.readNumber() }.map { ByteCount($0) }
        sample.advisorMode = advisorMode.flatMap { try? $0.read().firstLine }.flatMap(Self.chosen)
        sample.scannerTime = scannerStat.flatMap { try? $0.read() }.flatMap(Self.processorTime)
        return sample
    }

    /// A counter of kernel pages, in pages of 4 KiB.
    private func count(_ file: OpenFile) throws(HostMemoryError) -> Int64 {
        let (count, overflow) = try file.readNumber().multipliedReportingOverflow(by: SystemPage.quarters)
        return overflow ? Int64.max : count
    }

    /// The word in brackets of `[none] scan-time`.
    static func chosen(_ line: String) -> String? {
        guard let open = line.firstIndex(of: "["), let close = line[open...].firstIndex(of: "]") else { return nil }
        let word = line[line.index(after: open)..<close]
        return word.isEmpty ? nil : String(word)
    }
}

/// ksmd is a kernel thread: its time is its process's, found by name once.
extension KSMReader {
    private static func openScannerStat(_ roots: HostRoots) -> OpenFile? {
        guard let listing = opendir(roots.procfs) else { return nil }
        defer { closedir(listing) }
        var numbers: [Int32] = []
        while let entry = readdir(listing), numbers.count < 1 << 20 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = Int32(name) { numbers.append(number) }
        }
        // Kernel threads are the first processes of a host.
        for number in numbers.sorted() {
            guard let comm = try? OpenFile(roots.proc("\(number)/comm"), limit: 64).read().firstLine else { continue }
            if comm == "ksmd" { return try? OpenFile(roots.proc("\(number)/stat"), limit: 4096) }
        }
        return nil
    }

    /// User and system time of a `/proc/PID/stat` line, whose second word may hold blanks and parentheses.
    static func processorTime(_ stat: KernelText) -> Duration? {
        let line = Array(stat.firstLine.utf8)
        guard let close = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = line[(close + 1)...]
        // After the name: state is field 3 of proc(5), utime 14, stime 15.
        guard let user = KernelText.number(KernelText.word(11, of: fields)),
            let system = KernelText.number(KernelText.word(12, of: fields)), user >= 0, system >= 0
        else { return nil }
        let ticksPerSecond = Int64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
        let (ticks, overflow) = user.addingReportingOverflow(system)
        guard !overflow, ticks < Int64.max / 1000 else { return nil }
        return .milliseconds(ticks * 1000 / ticksPerSecond)
    }
}

extension Int64 {
    func clamped(to range: ClosedRange<Int64>) -> Int64 {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
