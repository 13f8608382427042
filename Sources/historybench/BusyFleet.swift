import BalloonKit
import ControlProtocol
import Controller
import History

/// Guests whose every figure changes all the time, and moves with as much to say as real ones have: nothing repeats that a
/// real fleet would not repeat, so that rows are as large as they become.
struct BusyFleet {
    private let count: Int
    /// Moves of a guest a cycle.
    private let moves: Double
    private var actual: [ByteCount]
    private var random = SplitMix(state: 20_261_123)

    init(guests: Int, moves: Double) {
        count = guests
        self.moves = moves
        actual = Array(repeating: .gibibytes(8), count: guests)
    }

    func name(of index: Int) -> String {
        let digits = "\(index)"
        return "guest-" + String(repeating: "0", count: 5 - digits.count) + digits
    }

    /// - Parameter time: seconds since 1970.
    mutating func observation(cycle: UInt64, at time: Int64) -> CycleObservation {
        var pool = PoolSample(
            total: .gibibytes(512), available: .gibibytes(512).scaled(by: 0.15 + 0.1 * random.share()))
        pool.swapUsed = .mebibytes(100)
        pool.pressureSome = 10 * random.share()
        var snapshot = Snapshot(
            cycle: cycle, time: MonotonicTime(.seconds(time - 1_700_000_000)), pool: pool, guests: [])
        let outlook = Outlook(usage: 0.812, within: .milliseconds(1500))
        let forecast = Forecast(used: pool.used, slope: .mebibytes(900), inFlight: .zero, predicted: pool.used)
        let marks = Watermarks(limit: .gibibytes(410), high: .gibibytes(400), low: .gibibytes(380))
        var decision = Decision(
            cycle: cycle, time: snapshot.time, forecast: forecast, watermarks: marks, outlook: outlook)
        decision.policy = "built-in"
        decision.rung = .reclaim
        for index in 0..<count {
            let (guest, verdict) = guest(index, outlook)
            snapshot.guests.append(guest)
            decision.verdicts.append(verdict)
        }
        return CycleObservation(
            snapshot: snapshot, decision: decision, wall: UnixTime(milliseconds: time * 1000 + Int64(cycle % 1000)))
    }

    private mutating func guest(_ index: Int, _ outlook: Outlook) -> (Snapshot.Guest, Verdict) {
        var sample = GuestSample(name: name(of: index), state: .fresh)
        sample.actual = actual[index]
        sample.maximum = .gibibytes(16)
        sample.target = actual[index]
        sample.resident = actual[index].scaled(by: 0.7 + 0.3 * random.share())
        sample.statisticsAge = .milliseconds(Int64(random.share() * 1000))
        var statistics = ReportedStatistics()
        statistics.available = actual[index].scaled(by: random.share())
        statistics.oomKills = 0
        sample.reported = statistics
        var assessment = GuestAssessment(name: sample.name)
        assessment.isMovable = true
        assessment.canGive = true
        assessment.workingSet = actual[index] - (statistics.available ?? .zero)
        assessment.reserve = .mebibytes(300)
        assessment.burstRate = .mebibytes(Int64(random.share() * 100))
        assessment.idle = statistics.available ?? .zero
        assessment.floor = .gibibytes(1)
        assessment.ceiling = .gibibytes(16)
        var verdict = Verdict(
            guest: sample.name, actual: sample.actual, reason: Reason(.noNeed), assessment: assessment,
            outlook: outlook)
        if random.share() < moves {
            actual[index] = ByteCount.gibibytes(2) + ByteCount.gibibytes(14).scaled(by: random.share())
            let target = actual[index].roundedDown(to: .page)
            verdict.action = target < sample.actual ?? .zero ? .reclaim : .grant
            verdict.target = target
            verdict.proposed = target - .mebibytes(200)
            verdict.reason = Reason(.idleMemory, amount: assessment.idle)
            verdict.guardrails = [
                Reason(.stepLimit, amount: .mebibytes(512)), Reason(.workingSet, amount: assessment.workingSet),
            ]
        }
        return (Snapshot.Guest(sample: sample), verdict)
    }
}

/// SplitMix64: the same figures in each run.
private struct SplitMix {
    var state: UInt64

    /// 0 ..< 1.
    mutating func share() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ (bits >> 31)) >> 11) / Double(1 << 53)
    }
}
