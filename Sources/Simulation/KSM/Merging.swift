import BalloonKit
import Controller

/// The host kernel's same-page merging over a scenario's guests, with what it costs measured as an operator would.
///
/// Nothing is worked out until scanning begins: most runs never do.
struct Merging: Sendable {
    private(set) var model = KSMModel()
    /// The highest share of a processor that ksmd had over any half minute.
    private(set) var busiest = 0.0
    /// Processor seconds used, at each second of the last half minute.
    private var history: [Double] = []
    private var sinceNote = 0.0

    private static let window = 30

    var saved: ByteCount { model.saved }
    var scannerSeconds: Double { model.scannerTime.inSeconds }
    var isIdle: Bool { model.run == 0 && model.fullScans == 0 && scannerSeconds == 0 }

    /// Guests by numbers that stay theirs.
    mutating func advance(by step: Double, _ guests: some Collection<(number: Int, guest: SimulatedGuest)>) {
        note(step)
        guard !isIdle else { return }
        let alike = guests.reduce(0) { $0 + ($1.guest.plan.duplicates > 0 ? 1 : 0) }
        // One copy of each page stays for all.
        let part = alike > 1 ? Double(alike - 1) / Double(alike) : 0
        model.advance(
            by: step,
            guests.map { number, guest in
                KSMLoad(
                    guest: number, scannable: guest.residentRAM, mergeable: guest.duplicateMemory.scaled(by: part))
            })
    }

    mutating func obey(_ directive: KSMDirective) {
        switch directive {
        case .run(let pages, let sleep):
            model.run = 1
            model.pagesToScan = pages
            model.sleep = sleep
        case .stop, .halt: model.run = 0
        }
    }

    /// Takes over what somebody wrote to the kernel's files; out of range it is brought into it, as the kernel refuses it.
    mutating func set(run: Int, pagesToScan: Int, sleep: Duration) {
        model.run = min(max(run, 0), 2)
        model.pagesToScan = min(max(pagesToScan, 0), Int(UInt32.max))
        model.sleep = min(max(sleep, .zero), .milliseconds(UInt32.max))
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
