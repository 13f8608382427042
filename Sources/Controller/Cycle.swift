import BalloonKit

/// One decision in the making. Its steps are called once each, in the order in which they stand here.
struct Cycle {
    let settings: ControllerSettings
    let snapshot: Snapshot
    let marks: Watermarks
    var state: ControllerState
    private(set) var appraisals: [Appraisal] = []
    /// What an operator reserved, and what can be had of it.
    var room: RoomPlan?
    private(set) var forecast = Forecast(used: .zero, slope: .zero, inFlight: .zero, predicted: .zero)
    private var headroom: Headroom
    /// What is decided without a policy, by guest.
    private var standing: [StandingRule.Outcome?] = []
    private var moves: [Move] = []
    private var verdicts: [Verdict] = []
    private var strays: [Reason] = []
    private var policy = ""
    private var policyReason: Reason?
    /// A guest's resident memory is not what it was in the last cycle.
    private var areResidentsNew = false

    var now: MonotonicTime { snapshot.time }
    private var usedAhead = ByteCount.zero
    private var isGrowthAhead: Bool { GrowthAhead.shortage(usedAhead, marks) > .zero }
    private var isCrossing: Bool { forecast.predicted > marks.limit }

    init(settings: ControllerSettings, snapshot: Snapshot, state: ControllerState) {
        self.settings = settings
        self.snapshot = snapshot
        self.state = state
        marks = settings.watermarks(of: snapshot.pool.total)
        headroom = Headroom(snapshot.pool, marks, promised: .zero)
    }

    // MARK: Steps

    /// What each guest is, needs and could give.
    mutating func appraise() {
        state.tracks = tracksInOrder()
        let assessor = Assessor(settings: settings, isPoolPaused: snapshot.isPaused, now: now)
        let presumed = PresumedResidents(snapshot)
        appraisals.reserveCapacity(snapshot.guests.count)
        for index in snapshot.guests.indices {
            if state.tracks[index].last.resident != snapshot.guests[index].sample.residentRAM { areResidentsNew = true }
            let guest = snapshot.guests[index]
            appraisals.append(
                assessor.appraise(guest, holding: presumed.resident(of: guest.sample), &state.tracks[index]))
        }
    }

    /// Where the pool is heading, and what grants may use.
    mutating func foresee(_ make: (PoolSample, ByteCount, ByteCount, ByteCount) -> Forecast) {
        state.window.add(snapshot.pool, at: now)
        var inFlight = ByteCount.zero
        var hidden = ByteCount.zero
        var promised = ByteCount.zero
        var promisedToCalm = ByteCount.zero
        for index in snapshot.guests.indices {
            guard let move = state.tracks[index].move else { continue }
            let coming = move.inFlight(
                snapshot.guests[index].sample, need: appraisals[index].assessment.workingSet, at: now)
            inFlight += coming
            let inflated = state.tracks[index].inflation.rate.over(settings.reactionTime)
            hidden += Swift.min(coming, move.returned(by: inflated))
            let unused = move.unusedGrant(snapshot.guests[index].sample, at: now)
            if move.isUrgent { promised += unused } else { promisedToCalm += unused }
        }
        inFlight = (inFlight - comeSinceReadings()).clampedToZero
        state.hiddenRise = hidden
        forecast = make(snapshot.pool, state.window.slope, inFlight, hidden)
        headroom = Headroom(
            snapshot.pool, marks, promised: promised, keptForNeed: promisedToCalm + snapshot.heldRoom.clampedToZero)
        planRoom()
        usedAhead = GrowthAhead(snapshot, appraisals, state.tracks, forecast).used
        let isCalm = Swift.max(forecast.spokenFor(holding: snapshot.heldRoom), usedAhead) < marks.low
        state.calmSince = isCalm ? state.calmSince ?? now : nil
        if isCrossing { admitAgain() }
    }

    /// Pins, targets out of reach, inflation that did not pay.
    mutating func applyStandingRules() {
        standing.reserveCapacity(snapshot.guests.count)
        for index in snapshot.guests.indices {
            let outcome = StandingRule.outcome(
                for: snapshot.guests[index], appraisals[index], &state.tracks[index], at: now)
            if outcome?.action != .withdraw, let target = outcome?.target,
                let actual = snapshot.guests[index].sample.actual
            {
                headroom.spend(target - actual)
            }
            standing.append(outcome)
        }
    }

    /// What a policy is told.
    var briefing: Briefing {
        let calm = state.calmSince.map { now - $0 - settings.calmTime }
        var briefing = Briefing(
            snapshot: snapshot, forecast: forecast, watermarks: marks, assessments: assessments(),
            headroom: headroom.left, calmFor: calm.flatMap { $0 >= .zero ? $0 + settings.calmTime : nil })
        briefing.roomToMake = room?.toMake(forecast, marks) ?? .zero
        briefing.usedAhead = usedAhead
        return briefing
    }

    /// What the policy proposes, and what the operator's bounds demand.
    ///
    /// - Parameter reason: Why this policy decides and not the one that was to; nil when it is the same.
    mutating func apply(_ proposals: [Proposal], of policy: String, because reason: Reason? = nil) {
        self.policy = policy
        policyReason = reason
        var position = [Int](repeating: -1, count: snapshot.guests.count)
        moves.reserveCapacity(Swift.min(proposals.count, snapshot.guests.count))
        for proposal in proposals {
            guard let index = find(proposal.guest, near: moves.last.map { $0.index + 1 } ?? 0) else {
                strays.append(Reason(.unknownGuest, remark: proposal.guest))
                continue
            }
            guard position[index] < 0 else {
                strays.append(Reason(.duplicateProposal, remark: proposal.guest))
                continue
            }
            position[index] = moves.count
            propose(proposal.target, proposal.reason, index)
        }
        demandBounds(position)
        demandForStale(position)
    }

    /// Guardrails, one guest after the other; then headroom, over all grants in their order of need.
    mutating func guardMoves() {
        var circumstances = circumstances()
        pass(Guardrails.ordered, moves.indices, circumstances)
        // Guardrails refused or clamped some: what was left idle by that must not be missing from working sets.
        circumstances.idleLeft = idleLeft()
        pass(Guardrails.afterthought, moves.indices.filter { moves[$0].isReclaim }, circumstances)
        // A standing rule goes before: what will not be sent must not use up what others could get.
        let grants = moves.indices.filter { moves[$0].isGrant && standing[moves[$0].index] == nil }
        let urgent = grants.filter { moves[$0].isUrgent }
        let parts = headroom.parts(urgent.map { moves[$0].target - moves[$0].actual })
        for (index, part) in zip(urgent, parts) { headroom.check(&moves[index], in: circumstances, part: part) }
        for index in grants where !moves[index].isUrgent { headroom.check(&moves[index], in: circumstances) }
    }

    /// Verdicts, the rung, KSM, alarms, and what is remembered of it all.
    mutating func conclude() -> Decision {
        let outlook = Outlook(
            usage: forecast.predicted.fraction(of: snapshot.pool.total), within: settings.reactionTime)
        var decision = Decision(
            cycle: snapshot.cycle, time: now, forecast: forecast, watermarks: marks, outlook: outlook)
        decision.policy = policy
        decision.policyReason = policyReason
        judge(outlook)
        remember()
        decision.verdicts = verdicts
        addTotals(to: &decision)
        let pressure = Goal(forecast, marks, wanted: .zero, headroom: .zero).pressure
        decision.unmet = (pressure - decision.reclaimed).clampedToZero
        let isUnmet = isCrossing && decision.unmet > settings.deadBand
        state.unmetSince = isUnmet ? state.unmetSince ?? now : nil
        decision.rung = rung(pressure, decision)
        decision.room = room
        governKSM(&decision)
        decision.alarms = alarms(decision) + strays.prefix(16)
        rememberPool(decision)
        return decision
    }

    /// What the guarded moves are sure to return to the pool.
    var relief: ByteCount {
        moves.reduce(.zero) { sum, move in
            guard move.isReclaim, move.isToBeSent, standing[move.index] == nil else { return sum }
            return sum + appraisals[move.index].memory.returned(at: move.target)
        }
    }

    /// The line would be crossed for all that the guarded moves return.
    var fallsShort: Bool { isCrossing && forecast.predicted - relief > marks.limit }

    // MARK: Parts

    /// A jump outruns statistics that come once a second. What a guest may keep is known from the last ones whatever its
    /// balloon did since: only squeezing it further needs new ones.
    private mutating func admitAgain() {
        for index in appraisals.indices where appraisals[index].refusal == .awaitingStatistics {
            guard state.tracks[index].move?.action == .reclaim, state.tracks[index].statistics.isPairedExactly else {
                continue
            }
            appraisals[index].refusal = nil
            appraisals[index].assessment.canGive = true
            appraisals[index].assessment.isSpent = true
        }
    }

    /// By how much used memory, which is measured in each cycle, has fallen since resident memory was read, which is once a
    /// second: that much of what guests still seem to hold has come.
    private mutating func comeSinceReadings() -> ByteCount {
        if areResidentsNew || state.usedAtReadings == nil { state.usedAtReadings = snapshot.pool.used }
        return ((state.usedAtReadings ?? .zero) - snapshot.pool.used).clampedToZero
    }

    private mutating func propose(
        _ target: ByteCount, _ reason: Reason, _ index: Int, isForBounds: Bool = false, isForStale: Bool = false
    ) {
        guard let actual = snapshot.guests[index].sample.actual else { return }
        let assessment = appraisals[index].assessment
        let isGrowing = assessment.isGrowing && assessment.shortage > .zero
        var move = Move(
            index: index, actual: actual, target: target, reason: reason,
            isUrgent: assessment.isInDistress || isGrowing || isForStale, reserve: assessment.reserve)
        move.standing = snapshot.guests[index].sample.target
        if let standing = move.standing, standing < target, target <= actual {
            move.isEasing = true
        }
        move.isForBounds = isForBounds
        move.isForStale = isForStale
        moves.append(move)
    }

    /// `actual` above the ceiling or below the floor is set right, pressure or not, unless the policy already goes there.
    private mutating func demandBounds(_ position: [Int]) {
        for index in appraisals.indices where appraisals[index].obstacle == nil {
            let assessment = appraisals[index].assessment
            guard let actual = snapshot.guests[index].sample.actual, let floor = assessment.floor,
                let ceiling = assessment.ceiling, actual > ceiling || actual < floor
            else { continue }
            let (bound, code): (ByteCount, Reason.Code) =
                actual > ceiling ? (ceiling, .aboveCeiling) : (floor, .belowFloor)
            if position[index] >= 0 {
                let wanted = moves[position[index]].target
                guard actual > ceiling ? wanted > ceiling : wanted < floor else { continue }
                moves[position[index]].refuse(code, amount: bound)
            }
            propose(bound, Reason(code, amount: bound), index, isForBounds: true)
        }
    }

    /// A running guest that no longer reports may be too short of memory to do so. Only reclaims need to know: it gets its
    /// reserve out of headroom, after those who are known to need it, and no more until that has come.
    private mutating func demandForStale(_ position: [Int]) {
        for index in appraisals.indices where appraisals[index].mayGrowUnseen {
            let assessment = appraisals[index].assessment
            let sample = snapshot.guests[index].sample
            // One that has more than it was told is not short: it was reset, and its balloon will close again.
            guard let actual = sample.actual, let ceiling = assessment.ceiling, actual < ceiling,
                actual <= sample.target ?? actual
            else { continue }
            if position[index] >= 0 { moves[position[index]].refuse(.stale) }
            propose(
                Swift.min(actual + assessment.reserve, ceiling), Reason(.unheard), index, isForStale: true)
        }
    }

    /// Policies mostly propose in the order of guests: the next one is tried first.
    private func find(_ name: String, near hint: Int) -> Int? {
        let guests = snapshot.guests
        if hint < guests.count, guests[hint].sample.name == name { return hint }
        var low = 0
        var high = guests.count
        while low < high {
            let middle = (low + high) / 2
            if guests[middle].sample.name < name { low = middle + 1 } else { high = middle }
        }
        return low < guests.count && guests[low].sample.name == name ? low : nil
    }

    private mutating func pass(
        _ guardrails: [any Guardrail], _ indices: some Sequence<Int>, _ circumstances: Circumstances
    ) {
        for index in indices {
            let guest = guarded(moves[index].index)
            for guardrail in guardrails where !moves[index].isRefused {
                guardrail.check(&moves[index], of: guest, in: circumstances)
            }
        }
    }

    private func circumstances() -> Circumstances {
        let goal = Goal(forecast, marks, wanted: .zero, headroom: .zero)
        return Circumstances(
            settings: settings, now: now, isCrossing: isCrossing, isGrowthAhead: isGrowthAhead, urgency: goal.urgency,
            idleLeft: idleLeft())
    }

    /// As a policy is to see them: a guest that a standing rule moves in this cycle is not its to move.
    private func assessments() -> [GuestAssessment] {
        var assessments: [GuestAssessment] = []
        assessments.reserveCapacity(appraisals.count)
        for index in appraisals.indices {
            assessments.append(appraisals[index].assessment)
            guard standing[index]?.target != nil else { continue }
            assessments[index].isMovable = false
            assessments[index].canGive = false
        }
        return assessments
    }

    /// Idle memory of guests that could give and are not asked to, remainders not worth a move left out.
    private func idleLeft() -> ByteCount {
        var left: [ByteCount] = []
        left.reserveCapacity(appraisals.count)
        for index in appraisals.indices {
            left.append(appraisals[index].assessment.canGive ? appraisals[index].assessment.idle : .zero)
        }
        for move in moves where move.isReclaim {
            left[move.index] -= appraisals[move.index].memory.returned(at: move.target)
        }
        let crumb = settings.deadBand.scaled(by: 0.25)
        return left.reduce(.zero) { $1 > crumb ? $0 + $1 : $0 }
    }

    private func guarded(_ index: Int) -> GuardedGuest {
        GuardedGuest(
            target: snapshot.guests[index].sample.target, hasPin: snapshot.guests[index].pin != nil,
            appraisal: appraisals[index], lastGrant: state.tracks[index].lastGrant,
            lastReclaim: state.tracks[index].lastReclaim)
    }

    private mutating func judge(_ outlook: Outlook) {
        var moveOf = [Int](repeating: -1, count: snapshot.guests.count)
        for (position, move) in moves.enumerated() { moveOf[move.index] = position }
        verdicts.reserveCapacity(snapshot.guests.count)
        for index in snapshot.guests.indices {
            verdicts.append(verdict(index, moveOf[index] < 0 ? nil : moves[moveOf[index]], outlook))
        }
    }

    private func verdict(_ index: Int, _ move: Move?, _ outlook: Outlook) -> Verdict {
        let appraisal = appraisals[index]
        let name = snapshot.guests[index].sample.name
        let held = appraisal.obstacle ?? (appraisal.refusal == .awaitingStatistics ? nil : appraisal.refusal)
        var verdict = Verdict(
            guest: name, actual: snapshot.guests[index].sample.actual, reason: Reason(held ?? .noNeed),
            assessment: appraisal.assessment, outlook: outlook)
        if let outcome = standing[index] {
            verdict.action = outcome.target == nil ? .hold : outcome.action
            verdict.proposed = outcome.proposed
            verdict.target = outcome.target
            verdict.reason = outcome.reason
            if let move { verdict.guardrails = move.guardrails }
        } else if let move {
            verdict.proposed = move.proposed
            verdict.reason = move.reason
            verdict.guardrails = move.guardrails
            guard move.isToBeSent else { return verdict }
            verdict.target = move.target
            verdict.action = move.isGrant ? .grant : .reclaim
        }
        return verdict
    }

    private mutating func remember() {
        let urgent = Set(moves.lazy.filter { $0.isUrgent && $0.isGrant }.map(\.index))
        for index in verdicts.indices {
            guard let target = verdicts[index].target, let actual = verdicts[index].actual else { continue }
            let sample = snapshot.guests[index].sample
            state.tracks[index].move = MoveTrack(
                action: verdicts[index].action, target: target, time: now, updates: sample.statisticsUpdates,
                actualBefore: actual, residentBefore: sample.residentRAM)
            state.tracks[index].move?.expected = appraisals[index].memory.returned(at: target)
            state.tracks[index].move?.isUrgent = urgent.contains(index) || verdicts[index].action == .pin
            state.tracks[index].progress.start(target, actual: actual, updates: sample.statisticsUpdates, at: now)
            if target > actual { state.tracks[index].lastGrant = now }
            if target < sample.target ?? actual { state.tracks[index].lastReclaim = now }
        }
    }

    private func addTotals(to decision: inout Decision) {
        for index in verdicts.indices {
            guard let target = verdicts[index].target, let actual = verdicts[index].actual else { continue }
            if target < actual {
                decision.reclaimed += appraisals[index].memory.returned(at: target)
            } else {
                decision.granted += target - actual
            }
        }
    }

    /// What guests in need were not granted for want of headroom.
    private var waiting: ByteCount {
        moves.reduce(ByteCount.zero) { sum, move in
            guard move.isUrgent, move.guardrails.contains(where: { $0.code == .headroom }) else { return sum }
            return sum + (move.proposed - move.target).clampedToZero
        }
    }

    private mutating func rememberPool(_ decision: Decision) {
        state.lastCycle = .init(
            time: now, used: snapshot.pool.used, inFlight: forecast.inFlight + decision.reclaimed,
            isExhausted: decision.reclaimed == .zero && decision.unmet > .zero, waiting: waiting)
        var expected = forecast
        expected.predicted -= decision.reclaimed
        state.level = expected.level(marks)
        state.swappedOut = snapshot.pool.swappedOut
        state.oomKills = snapshot.pool.oomKills
    }
}
