import Controller

/// Keeps ksmd at its processor cap, for an oracle: once a second the pages a wake-up follow what the last second cost.
struct ScannerPace: Sendable {
    let cap: Double
    private var pages = 2000.0
    private var used = 0.0
    private var passed = 0.0

    init(cap: Double) { self.cap = cap }

    mutating func next(_ scannerSeconds: Double, step: Double) -> KSMDirective {
        passed += step
        if passed > 0.999 {
            let share = (scannerSeconds - used) / passed
            let factor = share > 0 ? min(max(cap / share, 0.25), 2) : 2
            pages = min(max(pages * factor, 10), 100_000)
            used = scannerSeconds
            passed = 0
        }
        return .run(pagesToScan: Int(pages), sleep: .milliseconds(20))
    }
}
