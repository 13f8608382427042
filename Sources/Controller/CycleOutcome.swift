import BalloonKit

extension Cycle {
    /// How far up the ladder this cycle had to go. Guests that only wait for new statistics still count as able to give.
    func rung(_ pressure: ByteCount, _ decision: Decision) -> Rung {
        guard pressure > .zero else { return decision.reclaimed > .zero ? .reclaim : .normal }
        var idle = ByteCount.zero
        var waiting = ByteCount.zero
        for appraisal in appraisals where appraisal.obstacle == nil {
            let isWaiting = appraisal.refusal == .awaitingStatistics
            guard appraisal.refusal == nil || isWaiting else { continue }
            idle += appraisal.assessment.idle
            if isWaiting { waiting += (appraisal.holding - (appraisal.assessment.floor ?? .zero)).clampedToZero }
        }
        if idle >= pressure + pressure.scaled(by: 0.25) { return .reclaim }
        guard forecast.predicted > marks.limit else { return .merge }
        if idle >= pressure { return .merge }
        // Not at the first sight: statistics may be on their way, and what was just asked for has not been seen to fail.
        let isLasting = state.unmetSince.map { now - $0 >= .seconds(2) } ?? false
        return isLasting && decision.unmet - waiting > settings.deadBand ? .saturated : .squeeze
    }

    /// Resident memory that KSM may merge.
    func mergeableMemory() -> ByteCount {
        var sum = ByteCount.zero
        for guest in snapshot.guests {
            guard let resident = guest.sample.residentRAM, guest.sample.traits?.isMergeable ?? true,
                !(guest.sample.traits?.isShared ?? false)
            else { continue }
            sum += resident.clampedToZero
        }
        return sum
    }

    func alarms(_ decision: Decision) -> [Reason] {
        var alarms: [Reason] = []
        if forecast.used > marks.limit { alarms.append(Reason(.overLimit, amount: forecast.used - marks.limit)) }
        if decision.rung == .saturated { alarms.append(Reason(.saturated, amount: decision.unmet)) }
        if let now = snapshot.pool.swappedOut, let before = state.swappedOut, now > before {
            alarms.append(Reason(.swappingOut, amount: now - before))
        }
        if let now = snapshot.pool.oomKills, let before = state.oomKills, now > before {
            alarms.append(Reason(.oomKill))
        }
        return alarms
    }
}
