import BalloonKit
import Controller

/// The host kernel's same-page merging over a scenario's guests, those who write its files, and what it costs measured as an
/// operator would.
///
/// Nothing is worked out until scanning begins: most runs never do.
struct Merging: Sendable {
    private(set) var model = KSMModel()
    /// The highest share of a processor that ksmd had over any half minute.
    private(set) var busiest = 0.0
    /// As it was before the daemon; nil once another program has written, and nobody can say any more what is as found.
    private(set) var found: KSMSetting?
    private(set) var lastUnmerging: Unmerging?
    private var keeper = KSMKeeper()
    private var writes: [KSMWrite]
    /// The daemon's worker waits in its write of `run` 2, and so does whoever writes `run` now.
    private var isUnmerging = false
    /// What the daemon wants written after that.
    private var waiting: KSMDirective?
    /// Processor seconds used, at each second of the last half minute.
    private var history: [Double] = []
    private var sinceNote = 0.0

    private static let window = 30

    init(_ plan: PoolPlan) {
        found = plan.ksmFound
        writes = plan.ksmWrites.sorted { $0.time < $1.time }
        model.run = plan.ksmFound.run
        model.pagesToScan = plan.ksmFound.pagesToScan
        model.sleep = plan.ksmFound.sleep
    }

    var saved: ByteCount { model.saved }
    var scannerSeconds: Double { model.scannerTime.inSeconds }
    var isIdle: Bool { model.run == 0 && model.fullScans == 0 && scannerSeconds == 0 }

    /// - Parameter loads: What guests offer, each by a number that stays its own; nobody looks at them while it is idle.
    mutating func advance(by step: Double, _ loads: [KSMLoad]) {
        note(step)
        guard !isIdle else { return }
        model.advance(by: step, loads)
        if isUnmerging, saved == .zero { endUnmerging() }
    }

    /// What of the guest is mapped to shared pages: what it saves and its part of the copies that stay.
    func merged(of number: Int) -> ByteCount { saved > .zero ? model.saved(of: number) : .zero }

    private mutating func note(_ step: Double) {
        sinceNote += step
        guard sinceNote > 0.999 else { return }
        sinceNote = 0
        history.append(scannerSeconds)
        if history.count > Self.window + 1 { history.removeFirst() }
        guard let first = history.first, history.count > Self.window else { return }
        busiest = max(busiest, (scannerSeconds - first) / Double(Self.window))
    }
}

// MARK: Who writes

extension Merging {
    /// The daemon's worker; what comes while it unmerges waits, and only the last of it is written.
    mutating func obey(_ directive: KSMDirective) {
        guard !isUnmerging else { return waiting = directive }
        switch directive {
        case .run(let pages, let sleep):
            keeper.set(pagesToScan: pages, sleep: sleep, of: &model)
            keeper.set(run: 1, of: &model)
        case .stop: keeper.stop(&model)
        case .halt: keeper.set(run: 0, of: &model)
        }
    }

    /// Every merged page gets its own memory; then nothing scans.
    mutating func unmerge(at time: Double, used: ByteCount, heldRoom: ByteCount) {
        lastUnmerging = Unmerging(time: time, used: used, saved: saved, heldRoom: heldRoom)
        keeper.set(run: 2, of: &model)
        isUnmerging = true
        waiting = nil
    }

    private mutating func endUnmerging() {
        isUnmerging = false
        keeper.set(run: 0, of: &model)
        guard let directive = waiting else { return }
        waiting = nil
        obey(directive)
    }

    /// The daemon is killed, and the next one puts back what it finds on record. A kernel whose writer was killed stops.
    mutating func restart() {
        if isUnmerging { model.run = 0 }
        isUnmerging = false
        waiting = nil
        keeper.restore(&model)
    }

    /// What others write up to now. The kernel lets nobody write while it unmerges.
    mutating func meddle(at time: Double) {
        while let write = writes.first, write.time <= time, !isUnmerging {
            writes.removeFirst()
            found = nil
            set(
                run: write.run ?? model.run, pagesToScan: write.pagesToScan ?? model.pagesToScan,
                sleep: write.sleep ?? model.sleep)
        }
    }

    /// Takes over what somebody wrote to the kernel's files; out of range it is brought into it, as the kernel refuses it.
    mutating func set(run: Int, pagesToScan: Int, sleep: Duration) {
        model.run = min(max(run, 0), 2)
        model.pagesToScan = min(max(pagesToScan, 0), Int(UInt32.max))
        model.sleep = min(max(sleep, .zero), .milliseconds(UInt32.max))
    }
}
