import BalloonKit
import ControlProtocol
import Controller

@testable import History

/// A pool and its guests, cycle after cycle, by clocks that only a test moves.
struct Stage {
    static let begin: Int64 = 1_800_000_000

    var total = ByteCount.gibibytes(16)
    var used = ByteCount.gibibytes(8)
    var limit = ByteCount.gibibytes(12)
    var rung = Rung.normal
    var alarms: [Reason] = []
    var swappedOut: ByteCount?
    var scannerTime: Duration?
    var isDryRun = false
    /// By name.
    var guests: [String: GuestSample] = [:]
    var distressed: Set<String> = []
    /// Targets of the next cycle, by guest.
    var targets: [String: ByteCount] = [:]
    private(set) var elapsed = Duration.zero
    private var cycle: UInt64 = 0

    init(guests names: String...) {
        for name in names {
            var sample = GuestSample(name: name, state: .fresh)
            sample.actual = .gibibytes(2)
            sample.maximum = .gibibytes(2)
            sample.resident = .gibibytes(2)
            guests[name] = sample
        }
    }

    /// Of the last cycle.
    var wall: UnixTime { UnixTime(milliseconds: Self.begin * 1000 + elapsed.inMilliseconds) }

    /// A cycle, so long after the one before.
    mutating func next(after passed: Duration = .seconds(1)) -> CycleObservation {
        elapsed += passed
        cycle += 1
        var pool = PoolSample(total: total, available: total - used)
        pool.swappedOut = swappedOut
        if let scannerTime {
            var ksm = KSMSample(run: 1, pagesToScan: 100, sleep: .milliseconds(20))
            ksm.scannerTime = scannerTime
            ksm.pagesSharing = 256
            pool.ksm = ksm
        }
        var snapshot = Snapshot(cycle: cycle, time: MonotonicTime(elapsed), pool: pool, guests: [])
        let outlook = Outlook(usage: used.fraction(of: total), within: .milliseconds(1500))
        let forecast = Forecast(used: used, slope: .mebibytes(10), inFlight: .zero, predicted: used + .mebibytes(15))
        var decision = Decision(
            cycle: cycle, time: snapshot.time, forecast: forecast,
            watermarks: Watermarks(limit: limit, high: limit - .mebibytes(100), low: limit - .gibibytes(1)),
            outlook: outlook)
        decision.rung = rung
        decision.alarms = alarms
        decision.policy = "built-in"
        for (name, sample) in guests.sorted(by: { $0.key < $1.key }) {
            snapshot.guests.append(Snapshot.Guest(sample: sample))
            decision.verdicts.append(verdict(name, sample, outlook))
        }
        targets = [:]
        return CycleObservation(snapshot: snapshot, decision: decision, wall: wall, isDryRun: isDryRun)
    }

    private func verdict(_ name: String, _ sample: GuestSample, _ outlook: Outlook) -> Verdict {
        var assessment = GuestAssessment(name: name)
        assessment.workingSet = .gibibytes(1)
        assessment.idle = (sample.actual ?? .zero) - .gibibytes(1)
        assessment.isInDistress = distressed.contains(name)
        assessment.isMovable = true
        assessment.floor = .mebibytes(256)
        var verdict = Verdict(
            guest: name, actual: sample.actual, reason: Reason(.noNeed), assessment: assessment, outlook: outlook)
        guard let target = targets[name], let actual = sample.actual else { return verdict }
        verdict.action = target < actual ? .reclaim : .grant
        verdict.target = target
        verdict.proposed = target
        verdict.reason = Reason(.idleMemory, amount: .mebibytes(900))
        verdict.guardrails = [Reason(.stepLimit, amount: .mebibytes(256))]
        return verdict
    }
}
