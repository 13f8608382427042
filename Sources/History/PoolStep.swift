import BalloonKit
import ControlProtocol
import Controller

/// The pool over a stretch of time: from one cycle, or from many put together.
///
/// Times are whole milliseconds, so that sums over 30 days are exact.
struct PoolStep: Sendable, Hashable {
    /// The step's beginning, in seconds since 1970.
    var start: Int64
    /// How much of it was recorded.
    var covered: Int64 = 0
    /// Means.
    var total: ByteCount
    var used: ByteCount
    var limit: ByteCount
    var usedPeak: ByteCount
    var usedPeakTime: UnixTime
    /// Highest.
    var predictedPeak: ByteCount?
    /// How long usage was over the limit, and how far at worst.
    var overLimit: Int64 = 0
    var overLimitWorst: ByteCount?
    /// The most that was needed and could not be had.
    var unmetWorst: ByteCount?
    /// Highest.
    var swapUsed: ByteCount?
    /// Sum.
    var swapOut: ByteCount?
    /// Mean and highest of what KSM saves.
    var merged: ByteCount?
    var mergedPeak: ByteCount?
    /// Sum.
    var ksmCPU: Int64?
    /// Highest, 0 ... 1.
    var pressureSome: Double?
    /// Most at once.
    var distressed: Int64 = 0
    /// Highest.
    var rung: Rung
    /// Milliseconds on each rung, and under each alarm by its code.
    var rungs: [String: Int64] = [:]
    var alarms: [String: Int64] = [:]
    /// Targets that were changed, and by how much in all. Negative where an earlier step counted what QEMU then refused.
    var moves: Int64 = 0
    var granted = ByteCount.zero
    var reclaimed = ByteCount.zero
    /// What resident sizes fell by after reclaims, counted when that was learnt.
    var returned = ByteCount.zero

    /// - Parameters:
    ///   - covered: since the cycle before: what is seen now is taken to have held so long.
    ///   - swapOut: since the cycle before; nil where it is not measured.
    ///   - ksmCPU: likewise, in milliseconds.
    init(_ observation: CycleObservation, start: Int64, covered: Int64, swapOut: ByteCount?, ksmCPU: Int64?) {
        let pool = observation.snapshot.pool
        let decision = observation.decision
        let excess = pool.used - decision.watermarks.limit
        self.start = start
        self.covered = covered
        total = pool.total
        used = pool.used
        limit = decision.watermarks.limit
        usedPeak = pool.used
        usedPeakTime = observation.wall
        predictedPeak = decision.forecast.predicted
        if excess > .zero {
            overLimit = covered
            overLimitWorst = excess
        }
        if decision.unmet > .zero { unmetWorst = decision.unmet }
        swapUsed = pool.swapUsed
        self.swapOut = swapOut
        merged = pool.ksm?.saved
        mergedPeak = merged
        self.ksmCPU = ksmCPU
        pressureSome = pool.pressureSome.map { $0 / 100 }
        distressed = Int64(decision.verdicts.count { $0.assessment.isInDistress })
        rung = decision.rung
        rungs = [rung.rawValue: covered]
        for alarm in decision.alarms { alarms[alarm.code.rawValue] = covered }
    }

    /// Takes in a step that follows; the beginning stays.
    mutating func merge(_ next: PoolStep) {
        total = Span.mean(total, covered, next.total, next.covered) ?? next.total
        used = Span.mean(used, covered, next.used, next.covered) ?? next.used
        limit = Span.mean(limit, covered, next.limit, next.covered) ?? next.limit
        merged = Span.mean(merged, covered, next.merged, next.covered)
        if next.usedPeak > usedPeak { (usedPeak, usedPeakTime) = (next.usedPeak, next.usedPeakTime) }
        predictedPeak = Span.highest(predictedPeak, next.predictedPeak)
        overLimitWorst = Span.highest(overLimitWorst, next.overLimitWorst)
        unmetWorst = Span.highest(unmetWorst, next.unmetWorst)
        swapUsed = Span.highest(swapUsed, next.swapUsed)
        mergedPeak = Span.highest(mergedPeak, next.mergedPeak)
        pressureSome = Span.highest(pressureSome, next.pressureSome)
        distressed = Swift.max(distressed, next.distressed)
        rung = Swift.max(rung, next.rung)
        covered = covered.addingSaturated(next.covered)
        overLimit = overLimit.addingSaturated(next.overLimit)
        swapOut = Span.sum(swapOut, next.swapOut)
        ksmCPU = Span.sum(ksmCPU, next.ksmCPU)
        rungs.merge(next.rungs) { $0.addingSaturated($1) }
        alarms.merge(next.alarms) { $0.addingSaturated($1) }
        moves = moves.addingSaturated(next.moves)
        granted += next.granted
        reclaimed += next.reclaimed
        returned += next.returned
    }
}
