import BalloonKit

/// The merge rung: hurries while merging yields, within a processor cap, then idles, then stops.
///
/// Merging starts only in the second full scan, so the pace is set to scan everything twice in about 20 s. Pages that are
/// merged return nothing when a balloon takes them: savings of the two do not add, and this first version does not
/// subtract the one from the other.
struct KSMRung: Sendable {
    let settings: KSMSettings

    private static let hurrySleep = Duration.milliseconds(20)
    private static let idlePages = 1000
    private static let startPages = 2000.0...5000.0
    private static let pagesRange = 500.0...20_000.0
    private static let wakeUpsInTwentySeconds = 1000.0
    /// A share of processor time over less than this, in seconds, is noise.
    private static let leastSpan = 0.5
    private static let calmTime = Duration.seconds(30)
    private static let restTime = Duration.seconds(600)
    /// Growth of what is saved that still counts as yield.
    private static let leastGrowth = ByteCount.mebibytes(4)

    /// What to set now and why; nil leaves everything as it is. `isNeeded`: balloons do not, or hardly, meet the need; `isCalm`:
    /// the forecast is below the low mark; `mergeable`: resident memory of guests that KSM may merge.
    func decide(
        _ sample: KSMSample?, isNeeded: Bool, isCalm: Bool, mergeable: ByteCount, at now: MonotonicTime,
        state: inout KSMState
    ) -> (KSMDirective, Reason)? {
        guard settings.mode == .auto, let sample else {
            state = KSMState()
            return nil
        }
        defer { measure(sample, now, &state) }
        state.calmSince = isCalm ? state.calmSince ?? now : nil
        if state.phase == .off {
            guard isNeeded, mergeable > .zero, state.restUntil.map({ now >= $0 }) ?? true else { return nil }
            return start(sample, mergeable, &state)
        }
        if let calm = state.calmSince, now - calm >= Self.calmTime { return stop(.pressureGone, &state) }
        followYield(sample, &state)
        if sample.fullScans - state.scansAtStart >= 2, let profit = sample.generalProfit, profit <= .zero {
            state.restUntil = now + Self.restTime
            return stop(.notWorthIt, &state)
        }
        return state.phase == .hurry ? hurry(sample, now, &state) : idle(sample, &state)
    }

    /// A share needs a span: cycles may come many times a second, and then the older reading is kept.
    private func measure(_ sample: KSMSample, _ now: MonotonicTime, _ state: inout KSMState) {
        let isDue = (now - state.measured).inSeconds >= Self.leastSpan
        guard isDue || state.scannerTime == nil || sample.scannerTime == nil else { return }
        state.scannerTime = sample.scannerTime
        state.measured = now
    }

    private func start(_ sample: KSMSample, _ mergeable: ByteCount, _ state: inout KSMState) -> (KSMDirective, Reason) {
        let pages = Double(mergeable.bytes / ByteCount.page.bytes) * 2 / Self.wakeUpsInTwentySeconds
        state.phase = .hurry
        state.pagesToScan = Int(pages.bounded(Self.startPages, default: Self.startPages.lowerBound))
        state.scansAtStart = sample.fullScans
        state.scansAtGrowth = sample.fullScans
        state.savedAtGrowth = sample.saved
        return (.run(pagesToScan: state.pagesToScan, sleep: Self.hurrySleep), Reason(.balloonsFallShort))
    }

    private func stop(_ code: Reason.Code, _ state: inout KSMState) -> (KSMDirective, Reason) {
        let rest = state.restUntil
        state = KSMState()
        state.restUntil = rest
        return (.stop, Reason(code))
    }

    private func followYield(_ sample: KSMSample, _ state: inout KSMState) {
        if sample.saved - state.savedAtGrowth >= Self.leastGrowth {
            state.savedAtGrowth = sample.saved
            state.scansAtGrowth = sample.fullScans
            if state.phase == .idle { state.phase = .hurry }
        } else if sample.fullScans - state.scansAtGrowth >= 2 {
            state.phase = .idle
        }
    }

    /// Adapts the pace to what ksmd was seen to cost; somebody else's settings are set right again.
    private func hurry(_ sample: KSMSample, _ now: MonotonicTime, _ state: inout KSMState) -> (KSMDirective, Reason)? {
        var pages = Double(state.pagesToScan)
        let passed = (now - state.measured).inSeconds
        if let before = state.scannerTime, let used = sample.scannerTime, passed >= Self.leastSpan, used >= before {
            let share = (used - before).inSeconds / passed
            if share > settings.cpuLimit { pages *= Swift.max(0.5, settings.cpuLimit / share) }
            if share < settings.cpuLimit / 2 { pages *= 1.25 }
        }
        let wanted = Int(pages.bounded(Self.pagesRange, default: Double(Self.idlePages)))
        let isChanged = abs(wanted - state.pagesToScan) * 10 > state.pagesToScan
        if isChanged { state.pagesToScan = wanted }
        guard isChanged || differs(sample, state.pagesToScan) else { return nil }
        return (.run(pagesToScan: state.pagesToScan, sleep: Self.hurrySleep), Reason(.scannerPace))
    }

    private func idle(_ sample: KSMSample, _ state: inout KSMState) -> (KSMDirective, Reason)? {
        state.pagesToScan = Self.idlePages
        guard differs(sample, Self.idlePages) else { return nil }
        return (
            .run(pagesToScan: Self.idlePages, sleep: Self.hurrySleep), Reason(.mergingDone, amount: sample.saved)
        )
    }

    private func differs(_ sample: KSMSample, _ pages: Int) -> Bool {
        sample.run != 1 || sample.pagesToScan != pages || sample.sleep != Self.hurrySleep
    }
}
