import BalloonKit
import ControlProtocol
import Controller
import HostMemory

/// Answers `query-ksm`: what the kernel's counters say, and what each guest gets of it.
///
/// The files of many guests are read on the worker; `ksm_stat` of a large process is not for the event loop.
final class KSMReporter {
    /// What the loop knows of it.
    struct State {
        var status: KSMStatus?
        var hold: StoredKSMHold?
        var now: MonotonicTime
    }

    private let worker: Worker
    private let roots: HostRoots
    private let found: KSMSample?
    var mode: String

    /// - Parameter found: the settings that stood when the daemon started.
    init(worker: Worker, roots: HostRoots, found: KSMSample?, mode: String) {
        self.worker = worker
        self.roots = roots
        self.found = found
        self.mode = mode
    }

    func report(guests: [GuestSample], state: State, completion: @escaping (KSMReport) -> Void) {
        let roots = roots
        let mode = mode
        let found = found
        worker.run({ Self.read(guests: guests, roots: roots, mode: mode, found: found) }) { result in
            var report = (try? result.get()) ?? KSMReport(isAvailable: false, mode: mode)
            Self.add(state, to: &report)
            completion(report)
        }
    }

    private static func add(_ state: State, to report: inout KSMReport) {
        report.hold = state.hold?.hold.rawValue
        report.heldBy = state.hold?.setBy
        guard let status = state.status else { return }
        report.cpu = status.cpu
        report.phase = status.phase.rawValue
        report.reason = ReasonReport(status.reason)
        report.remaining = status.until.map { Swift.max(.zero, $0 - state.now) }
    }

    private static func read(guests: [GuestSample], roots: HostRoots, mode: String, found: KSMSample?) -> KSMReport {
        guard let sample = try? KSMReader(roots: roots).sample() else {
            return KSMReport(isAvailable: false, mode: mode)
        }
        var report = KSMReport(isAvailable: true, mode: mode, settings: settings(sample))
        report.saved = sample.saved
        report.efficiency = ratio(sample.pagesSharing, sample.pagesShared)
        report.wastedEffort = ratio(sample.pagesUnshared, sample.pagesSharing)
        report.pagesVolatile = Int(clamping: sample.pagesVolatile)
        report.fullScans = Int(clamping: sample.fullScans)
        report.generalProfit = sample.generalProfit
        report.foundSettings = found.map(settings)
        report.guests = guests.map { yield(of: $0, roots: roots) }
        return report
    }

    private static func settings(_ sample: KSMSample) -> ControlProtocol.KSMSettings {
        ControlProtocol.KSMSettings(
            run: sample.run, pagesToScan: sample.pagesToScan, sleep: sample.sleep, advisorMode: sample.advisorMode)
    }

    private static func ratio(_ part: Int64, _ whole: Int64) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }

    private static func yield(of guest: GuestSample, roots: HostRoots) -> KSMGuestYield {
        let process = guest.pid.flatMap { try? ProcessMemory(pid: $0, roots: roots) }?.ksm()
        let merging = process?.mergingPages.map { ByteCount.pages($0) + .pages(process?.zeroPages ?? 0) }
        return KSMGuestYield(
            name: guest.name, merging: merging, profit: process?.profit,
            isMergeable: guest.traits?.mayMerge ?? false,
            reason: exclusion(of: guest))
    }

    /// Why KSM can do nothing for a guest; nil when it can.
    private static func exclusion(of guest: GuestSample) -> String? {
        guard let traits = guest.traits else { return "its memory mapping could not be read" }
        if traits.isHugetlb { return "huge pages cannot be merged" }
        if traits.isShared { return "shared memory (share=on) cannot be merged" }
        return traits.isMergeable ? nil : "QEMU did not offer it (-machine mem-merge=off)"
    }
}
