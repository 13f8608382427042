import BalloonKit

extension Cycle {
    /// How far up the ladder this cycle had to go. Guests that only wait for new statistics still count as able to give.
    func rung(_ pressure: ByteCount, _ decision: Decision) -> Rung {
        guard pressure > .zero else { return decision.reclaimed > .zero ? .reclaim : .normal }
        let (idle, waiting) = idleOfMovable()
        if idle >= pressure + pressure.scaled(by: 0.25) { return .reclaim }
        guard forecast.predicted > marks.limit else { return .merge }
        if idle >= pressure { return .merge }
        // Not at the first sight: statistics may be on their way, and what was just asked for has not been seen to fail.
        let isLasting = state.unmetSince.map { now - $0 >= .seconds(2) } ?? false
        return isLasting && decision.unmet - waiting > settings.deadBand ? .saturated : .squeeze
    }

    /// Idle memory that balloons could still return, and, of guests whose statistics are on their way, what they hold above
    /// their floors.
    func idleOfMovable() -> (idle: ByteCount, waiting: ByteCount) {
        var idle = ByteCount.zero
        var waiting = ByteCount.zero
        for appraisal in appraisals where appraisal.obstacle == nil {
            let isWaiting = appraisal.refusal == .awaitingStatistics
            guard appraisal.refusal == nil || isWaiting else { continue }
            idle += appraisal.assessment.idle
            if isWaiting { waiting += (appraisal.memory.holding - (appraisal.assessment.floor ?? .zero)).clampedToZero }
        }
        return (idle, waiting)
    }

    /// Sets KSM beside the balloons. An operator's word about KSM holds also while the pool is paused.
    mutating func governKSM(_ decision: inout Decision) {
        guard let sample = snapshot.pool.ksm else { return state.ksm = KSMState() }
        guard settings.ksm.mode == .auto else {
            state.ksm = KSMState(meter: state.ksm.meter)
            _ = state.ksm.meter.add(sample.scannerTime, at: now)
            state.ksm.reason = Reason(.ksmOff)
            return decision.ksmStatus = state.ksm.status(order: KSMOrder())
        }
        guard !snapshot.isPaused || snapshot.ksmOrder.hold != nil else { return leaveKSM(&decision) }
        let need = KSMNeed(
            isNow: decision.rung >= .merge, used: forecast.predicted, idle: idleOfMovable().idle, marks: marks)
        let situation = KSMSituation(
            sample: sample, need: need, mergeable: mergeableMemory(), order: snapshot.ksmOrder, time: now)
        if let (directive, reason) = KSMGovernor(settings: settings.ksm).decide(situation, &state.ksm) {
            decision.ksm = directive
            decision.ksmReason = reason
        }
        decision.ksmStatus = state.ksm.status(order: snapshot.ksmOrder)
    }

    /// A scanner that nobody governs keeps no cap: what is scanned for the pool ends with the pause, merged pages stay.
    private mutating func leaveKSM(_ decision: inout Decision) {
        guard state.ksm.phase == .hurry || state.ksm.phase == .settled else { return }
        state.ksm.enter(.off, Reason(.poolPaused))
        decision.ksm = .stop
        decision.ksmReason = Reason(.poolPaused)
        decision.ksmStatus = state.ksm.status(order: snapshot.ksmOrder)
    }

    /// Resident memory that KSM may merge.
    private func mergeableMemory() -> ByteCount {
        var sum = ByteCount.zero
        for (guest, appraisal) in zip(snapshot.guests, appraisals) where guest.sample.traits?.mayMerge ?? true {
            sum += (appraisal.assessment.resident ?? .zero).clampedToZero
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
        if let reason = state.ksm.alarm { alarms.append(reason) }
        return alarms
    }
}
