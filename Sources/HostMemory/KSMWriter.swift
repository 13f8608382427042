import BalloonKit
import Glibc

/// Sets KSM, and puts back what it found.
///
/// Writing `run` can take seconds: the kernel waits for the batch that ksmd is scanning, and for 2 until all is unmerged.
/// Call this from a worker thread, never from an event loop or a Swift task.
///
/// Source: `/sys/kernel/mm/ksm`, kernel `mm/ksm.c` (`run_store`, `pages_to_scan_store`).
public struct KSMWriter: Sendable {
    private let directory: String
    /// By file: what was found before the first write, and what was written last.
    private var changes: KSMRecord.Changes = [:]
    private let record: KSMRecord?
    /// Why what was found could not be put on record: a daemon that is killed could then not put it back. Nil when it was.
    public private(set) var recordProblem: HostMemoryError?

    /// In the order in which they are put back: the advisor late, since it refuses `pages_to_scan` while it is on.
    private static let settings = ["pages_to_scan", "sleep_millisecs", "advisor_mode", "run"]

    /// - Parameter recordFile: where what was found is kept for the case that this process is killed. When the file exists, what
    ///   it says was found counts as found; ``restore()`` removes it.
    /// - Throws: ``HostMemoryError`` with `missing` when the kernel was built without KSM.
    public init(roots: HostRoots = HostRoots(), recordFile: String? = nil) throws(HostMemoryError) {
        directory = roots.sys("kernel/mm/ksm")
        record = recordFile.map { KSMRecord(path: $0, roots: roots) }
        changes = record?.load(settings: Self.settings) ?? [:]
        guard access("\(directory)/run", F_OK) == 0 else {
            throw HostMemoryError(code: .missing, file: directory, reason: "this kernel has no KSM (CONFIG_KSM)")
        }
    }

    /// Whether something was changed that ``restore()`` would put back.
    public var hasChanges: Bool { !changes.isEmpty }

    /// Writes the settings that differ from what the kernel has now: speed first, then `run`.
    ///
    /// The kernel's advisor is switched off first where there is one, since it refuses any `pages_to_scan` but its own.
    ///
    /// - Throws: ``HostMemoryError``: `notPermitted` without root, `readOnly` in a container or under
    ///   `ProtectKernelTunables=`, `refused` for values out of range. Settings before the failing one stay written.
    public mutating func apply(_ parameters: KSMParameters) throws(HostMemoryError) {
        let milliseconds = try parameters.sleep.map { sleep throws(HostMemoryError) in try wholeMilliseconds(sleep) }
        if let pages = parameters.pagesToScan {
            try switchAdvisorOff()
            try write("\(pages)", to: "pages_to_scan")
        }
        if let milliseconds { try write("\(milliseconds)", to: "sleep_millisecs") }
        if let run = parameters.run { try write("\(run)", to: "run") }
    }

    /// Puts back what was found before the first change, and forgets it.
    ///
    /// A setting that somebody else has changed since is left to them; of the kernel, which ends an unmerging with `run` 0
    /// when its writer is killed, that does not count. Pages that are merged stay merged: a `run` that was
    /// found as 2 (unmerge) is put back as 0, since unmerging could exhaust the host.
    ///
    /// - Throws: ``HostMemoryError`` as ``apply(_:)``, for the first setting that failed; the others are tried all the same.
    public mutating func restore() throws(HostMemoryError) {
        var failure: HostMemoryError?
        for name in Self.settings {
            guard let change = changes[name] else { continue }
            do throws(HostMemoryError) {
                if Self.isOurs(try current(name), change, of: name) {
                    try put(name == "run" && change.found == "2" ? "0" : change.found, in: name)
                }
                changes[name] = nil
            } catch {
                failure = failure ?? error
            }
        }
        keepRecord()
        if let failure { throw failure }
    }

    /// Ends merging: `run` 0, or, where `run` was found as 1, what was found. Whoever had switched KSM on wants it on.
    ///
    /// - Throws: ``HostMemoryError`` as ``apply(_:)``.
    public mutating func stop() throws(HostMemoryError) {
        let found = if let change = changes["run"] { change.found } else { try current("run") }
        if found == "1" { try restore() } else { try apply(KSMParameters(run: 0)) }
    }

    /// Leaves the settings as they are for good.
    public mutating func forget() {
        changes = [:]
        keepRecord()
    }

    /// The sample as it was before the first change.
    public func asFound(_ sample: KSMSample) -> KSMSample {
        var sample = sample
        func number(_ name: String) -> Int? { changes[name].flatMap { Int($0.found) } }
        sample.run = number("run") ?? sample.run
        sample.pagesToScan = number("pages_to_scan") ?? sample.pagesToScan
        if let sleep = number("sleep_millisecs") { sample.sleep = .milliseconds(sleep) }
        sample.advisorMode = changes["advisor_mode"]?.found ?? sample.advisorMode
        return sample
    }
}

extension KSMWriter {
    /// Whether a setting is as it was left. `run_store` falls back to 0 when a signal ends the unmerging that 2 began.
    private static func isOurs(_ current: String, _ change: KSMRecord.Change, of name: String) -> Bool {
        current == change.written || (name == "run" && change.written == "2" && current == "0")
    }

    private mutating func switchAdvisorOff() throws(HostMemoryError) {
        guard access("\(directory)/advisor_mode", F_OK) == 0 else { return }
        try write("none", to: "advisor_mode")
    }

    /// Before anything is written, so that a time out of range leaves all as it was.
    private func wholeMilliseconds(_ sleep: Duration) throws(HostMemoryError) -> UInt32 {
        guard sleep >= .zero, sleep <= .milliseconds(UInt32.max) else {
            throw HostMemoryError(
                code: .refused, file: "\(directory)/sleep_millisecs", reason: "\(sleep) is not within 0 ... 2^32 - 1 ms"
            )
        }
        let (seconds, attoseconds) = sleep.components
        return UInt32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    private mutating func write(_ value: String, to name: String) throws(HostMemoryError) {
        let before = try current(name)
        guard before != value else { return }
        let previous = changes[name]
        changes[name] = (previous?.found ?? before, value)
        // On record before it is written: there is no moment at which only this process knows.
        keepRecord()
        do throws(HostMemoryError) {
            try put(value, in: name)
        } catch {
            changes[name] = previous
            keepRecord()
            throw error
        }
    }

    /// A record that cannot be kept is no reason to leave a host without memory alone.
    private mutating func keepRecord() {
        do throws(HostMemoryError) {
            try record?.save(changes)
            recordProblem = nil
        } catch {
            recordProblem = error
        }
    }

    private func current(_ name: String) throws(HostMemoryError) -> String {
        let line = try OpenFile("\(directory)/\(name)", limit: 256).read().firstLine
        return KSMReader.chosen(line) ?? line
    }

    private func put(_ value: String, in name: String) throws(HostMemoryError) {
        let path = "\(directory)/\(name)"
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_TRUNC)
        guard descriptor >= 0 else { throw explained(errno, path) }
        defer { close(descriptor) }
        let text = Array((value + "\n").utf8)
        var written = Glibc.write(descriptor, text, text.count)
        while written < 0 && errno == EINTR { written = Glibc.write(descriptor, text, text.count) }
        guard written == text.count else { throw explained(written < 0 ? errno : EIO, path) }
    }

    private func explained(_ number: Int32, _ path: String) -> HostMemoryError {
        var error = HostMemoryError.system(number, path)
        switch error.code {
        case .notPermitted: error.reason += ": setting KSM needs root"
        case .readOnly: error.reason += ": /sys cannot be written here (container, or ProtectKernelTunables=)"
        case .refused: error.reason += ": the kernel does not take this value"
        default: break
        }
        return error
    }
}
