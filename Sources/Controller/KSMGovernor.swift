import BalloonKit

/// Governs the kernel's same-page merging: early enough, as fast as needed under a processor cap, and not where it does not pay.
///
/// Off until balloons are about to fall short; then hurry, because merging begins only in the second full scan; settled when
/// two full scans brought nothing more; resting when it costs more than it saves. It never unmerges.
struct KSMGovernor: Sendable {
    typealias Order = (KSMDirective, Reason)

    let settings: KSMSettings

    private static let hurrySleep = Duration.milliseconds(20)
    private static let settledSleep = Duration.milliseconds(200)
    /// A full scan of the settled state, in seconds, and the part of a processor it may have at most.
    private static let settledScan = 120.0
    private static let settledShare = 0.02
    /// Two scans are to be done within the time that is left, between these, in seconds.
    private static let scanTimes = 2.0...60.0
    /// Until a guest's statistics have moved once it seems to have nothing to give: no need is believed at first sight.
    private static let neededTime = Duration.seconds(2)
    private static let unneededTime = Duration.seconds(30)
    private static let contestTime = Duration.seconds(600)
    private static let retryTime = Duration.seconds(10)
    /// Growth of what is saved that counts as yield.
    private static let leastYield = ByteCount.mebibytes(4)
    /// Growth of mergeable memory that is worth another look.
    private static let leastArrival = ByteCount.mebibytes(64)

    /// What to set now and why; nil leaves everything as it is.
    func decide(_ situation: KSMSituation, _ state: inout KSMState) -> Order? {
        follow(situation, &state)
        let order = situation.order
        defer { state.hold = order.hold }
        if state.phase == .contested || state.phase == .resting {
            guard isOver(situation, state) else { return nil }
            state.contest.end()
            state.enter(.off, nil)
        }
        if order.hold == .stop { return hold(situation, &state) }
        if state.hold == .stop {
            // What others had running before the operator's word may run again.
            state.contest.end()
            state.enter(.off, nil)
            return (.stop, Reason(.noNeedToMerge))
        }
        let isOn = state.phase == .hurry || state.phase == .settled
        let isNeeded = order.hold == .start || isPressing(situation, state, hysteresis: isOn ? 1.5 : 1)
        guard isOn else {
            if order.hold == .start { return start(situation, &state) }
            state.neededSince = isNeeded && situation.mergeable > .zero ? state.neededSince ?? situation.time : nil
            guard let since = state.neededSince, situation.time - since >= Self.neededTime else { return nil }
            return start(situation, &state)
        }
        return go(on: situation, isNeeded: isNeeded, &state)
    }
}

// MARK: Phases

extension KSMGovernor {
    private func follow(_ situation: KSMSituation, _ state: inout KSMState) {
        let sample = situation.sample
        state.trend.add(situation.need.room, at: situation.time)
        if let (share, seconds) = state.meter.add(sample.scannerTime, at: situation.time),
            state.phase == .hurry || state.phase == .settled
        {
            state.pace.learn(
                share, over: seconds, pages: sample.run == 1 ? sample.pagesToScan : 0, sleep: sample.sleep,
                cap: settings.cpuLimit)
        }
        if sample.scannerTime == nil { state.pace.presume() }
        guard situation.order.retunes != state.retunes else { return }
        state.retunes = situation.order.retunes
        state.retune()
        if state.phase == .settled { state.phase = .hurry }
        expectYield(situation, &state)
    }

    /// Resting or leaving alone is over: in time, at the operator's word, or because there is much new to merge.
    private func isOver(_ situation: KSMSituation, _ state: KSMState) -> Bool {
        if let until = state.until, situation.time >= until { return true }
        if situation.order.hold != state.hold { return true }
        return state.phase == .resting
            && situation.mergeable >= state.mergeableAtMark.scaled(by: 1.25) + Self.leastArrival
    }

    private func isPressing(_ situation: KSMSituation, _ state: KSMState, hysteresis: Double) -> Bool {
        let scanTime = 2 * situation.scannable / state.pace.fastest(cap: settings.cpuLimit)
        return situation.need.isPressing(trend: state.trend.going, scanTime: scanTime, hysteresis: hysteresis)
    }

    private func start(_ situation: KSMSituation, _ state: inout KSMState) -> Order {
        let need = situation.need
        let reason =
            situation.order.hold == .start
            ? Reason(.operatorHold, remark: "started")
            : need.isNow ? Reason(.balloonsFallShort) : Reason(.mergeEarly, amount: need.room.clampedToZero)
        state.enter(.hurry, reason)
        state.contest.end()
        expectYield(situation, &state)
        return set(hurryPages(situation, state), Self.hurrySleep, reason, situation, &state)
    }

    /// Counts two full scans from here. Where ksmd stands in the middle of one, the rest of that is not a full one.
    private func expectYield(_ situation: KSMSituation, _ state: inout KSMState) {
        let sample = situation.sample
        let isClean = sample.fullScans == 0 && sample.pagesUnshared == 0 && sample.pagesShared == 0
        state.scansAtStart = sample.fullScans
        state.scansToJudge = isClean ? 2 : 3
        state.scansAtGrowth = sample.fullScans + state.scansToJudge - 2
        state.savedAtGrowth = sample.saved
        state.mergeableAtMark = situation.mergeable
        state.isMergingExpected = !isClean
        if !isClean { state.pace.expectMerging() }
    }

    private func go(on situation: KSMSituation, isNeeded: Bool, _ state: inout KSMState) -> Order? {
        state.unneededSince = isNeeded ? nil : state.unneededSince ?? situation.time
        if let since = state.unneededSince, situation.time - since >= Self.unneededTime {
            return stop(.off, Reason(.pressureGone), &state)
        }
        if let order = answerOthers(situation, &state) { return order.value }
        followYield(situation, isNeeded: isNeeded, &state)
        let isJudged = situation.sample.fullScans - state.scansAtStart >= state.scansToJudge
        if isJudged, situation.profit <= .zero, situation.order.hold != .start {
            state.rest(at: situation.time)
            state.mergeableAtMark = situation.mergeable
            return stop(.resting, Reason(.notWorthIt), &state)
        }
        return state.phase == .hurry ? hurry(situation, &state) : settle(situation, &state)
    }

    private func stop(_ phase: KSMPhase, _ reason: Reason, _ state: inout KSMState) -> Order {
        let until = state.until
        state.enter(phase, reason)
        state.until = phase == .resting ? until : nil
        state.contest.end()
        state.pace.forgetMerging()
        return (.stop, reason)
    }

    /// The operator's `stop`: no scanning, whoever starts it.
    private func hold(_ situation: KSMSituation, _ state: inout KSMState) -> Order? {
        let reason = Reason(.operatorHold, remark: "stopped")
        if state.hold != .stop {
            state.enter(.off, reason)
            state.contest.end()
        }
        state.reason = reason
        let halted = KSMContest.Setting(run: 0, pagesToScan: 0, sleep: .zero)
        guard situation.sample.run == 1 else {
            if state.contest.asked == nil { state.contest.ask(halted, found: situation.sample, at: situation.time) }
            _ = state.contest.observe(situation.sample, at: situation.time)
            return nil
        }
        guard state.contest.asked != nil else {
            state.contest.ask(halted, found: situation.sample, at: situation.time)
            return (.halt, reason)
        }
        return answerOthers(situation, &state)?.value
    }
}

// MARK: Others, yield and pace

extension KSMGovernor {
    /// An answer that ends the cycle; its value may be to do nothing.
    private struct Answer {
        var value: Order?
    }

    /// Sets right what somebody else changed, a few times; asks again for what was not carried out.
    private func answerOthers(_ situation: KSMSituation, _ state: inout KSMState) -> Answer? {
        guard let asked = state.contest.asked else { return nil }
        switch state.contest.observe(situation.sample, at: situation.time) {
        case .asAsked: return nil
        case .pending:
            guard state.contest.isOverdue(after: Self.retryTime, at: situation.time) else { return Answer(value: nil) }
            return Answer(value: again(asked, state.reason ?? Reason(.scannerPace), situation, &state))
        case .meddled(let what):
            guard !state.contest.isLost else {
                state.enter(.contested, Reason(.ksmContested, remark: what))
                state.until = situation.time + Self.contestTime
                return Answer(value: nil)
            }
            return Answer(value: again(asked, Reason(.ksmMeddled, remark: what), situation, &state))
        }
    }

    private func again(
        _ asked: KSMContest.Setting, _ reason: Reason, _ situation: KSMSituation, _ state: inout KSMState
    ) -> Order {
        state.contest.ask(asked, found: situation.sample, at: situation.time)
        guard asked.run == 1 else { return (.halt, reason) }
        return (.run(pagesToScan: asked.pagesToScan, sleep: asked.sleep), reason)
    }

    private func followYield(_ situation: KSMSituation, isNeeded: Bool, _ state: inout KSMState) {
        let sample = situation.sample
        let isYielding = sample.saved - state.savedAtGrowth >= Swift.max(Self.leastYield, sample.saved.scaled(by: 0.01))
        let arrived = situation.mergeable - state.mergeableAtMark
        let isArrival = arrived >= Swift.max(Self.leastArrival, state.mergeableAtMark.scaled(by: 0.05))
        guard state.phase == .settled else {
            if isYielding {
                state.savedAtGrowth = sample.saved
                state.scansAtGrowth = sample.fullScans
            }
            if isArrival {
                state.mergeableAtMark = situation.mergeable
                // This scan is half through: what came is looked at twice after the two that follow.
                state.scansAtGrowth = sample.fullScans + 1
            }
            guard sample.fullScans - state.scansAtGrowth >= 2 else { return }
            if situation.profit > .zero { state.didPay() }
            state.enter(.settled, Reason(.mergingDone, amount: sample.saved))
            state.mergeableAtMark = situation.mergeable
            return
        }
        // Pages that guests wrote are merged again without hurry; what falls is the new mark.
        state.savedAtGrowth = Swift.min(state.savedAtGrowth, sample.saved)
        state.mergeableAtMark = Swift.min(state.mergeableAtMark, situation.mergeable)
        guard isNeeded, isYielding || isArrival else { return }
        state.enter(.hurry, Reason(.newMergeable, amount: arrived.clampedToZero))
        expectYield(situation, &state)
    }

    private func hurry(_ situation: KSMSituation, _ state: inout KSMState) -> Order? {
        if !state.isMergingExpected, situation.sample.fullScans > state.scansAtStart {
            state.isMergingExpected = true
            state.pace.expectMerging()
        }
        let pages = hurryPages(situation, state)
        guard isOther(pages, Self.hurrySleep, than: state.contest.asked, by: 0.15) else { return nil }
        let isNew = state.contest.asked?.sleep != Self.hurrySleep
        return set(
            pages, Self.hurrySleep, isNew ? state.reason ?? Reason(.scannerPace) : Reason(.scannerPace), situation,
            &state)
    }

    private func hurryPages(_ situation: KSMSituation, _ state: KSMState) -> Int {
        let left = situation.need.timeLeft(trend: state.trend.going)
        let time = left.bounded(Self.scanTimes, default: Self.scanTimes.lowerBound)
        return state.pace.pagesToScan(2 * situation.scannable / time, sleep: Self.hurrySleep, cap: settings.cpuLimit)
    }

    private func settle(_ situation: KSMSituation, _ state: inout KSMState) -> Order? {
        let pages = state.pace.pagesToScan(
            situation.scannable / Self.settledScan, sleep: Self.settledSleep,
            cap: Swift.min(settings.cpuLimit / 4, Self.settledShare))
        guard isOther(pages, Self.settledSleep, than: state.contest.asked, by: 0.5) else { return nil }
        return set(
            pages, Self.settledSleep, state.reason ?? Reason(.mergingDone, amount: situation.sample.saved), situation,
            &state)
    }

    private func isOther(_ pages: Int, _ sleep: Duration, than asked: KSMContest.Setting?, by part: Double) -> Bool {
        guard let asked, asked.run == 1, asked.sleep == sleep else { return true }
        return Double(abs(pages - asked.pagesToScan)) > Double(asked.pagesToScan) * part
    }

    private func set(
        _ pages: Int, _ sleep: Duration, _ reason: Reason, _ situation: KSMSituation, _ state: inout KSMState
    ) -> Order {
        state.contest.ask(
            KSMContest.Setting(run: 1, pagesToScan: pages, sleep: sleep), found: situation.sample, at: situation.time)
        return (.run(pagesToScan: pages, sleep: sleep), reason)
    }
}
