import BalloonKit

/// The pure core: from what is seen and remembered to what is to be done, the same every time it is asked.
///
/// No clock, no I/O, no randomness: time comes with the samples. Nothing a guest or a file can say makes it trap.
public struct Controller: Sendable {
    public let settings: ControllerSettings
    public let policy: any Policy

    /// A cycle asks every guest; more often than this the answers would be the same.
    private static let leastGap = Duration.milliseconds(100)
    /// From one grant out of memory that has just come to the next.
    private static let serviceGap = Duration.milliseconds(200)
    private static let worthServing = ByteCount.mebibytes(64)
    private static let repeatGap = Duration.milliseconds(400)
    private static let exhaustedGap = Duration.milliseconds(1000)

    /// - Parameters:
    ///   - settings: Values out of range are brought into it.
    ///   - policy: What divides the pool. Guardrails run after any of them.
    public init(settings: ControllerSettings, policy: any Policy = BuiltInPolicy()) {
        self.settings = settings.normalized
        self.policy = policy
    }

    /// Takes in one sample of the fast sensor. Cheap: meant to be called ten times a second.
    ///
    /// - Returns: Whether a cycle must run at once: the forecast crosses the high mark, or stays over it although the last
    ///   cycle had something to ask, or memory has come that guests in need wait for.
    public func sense(_ pool: PoolSample, at time: MonotonicTime, state: inout ControllerState) -> Bool {
        state.window.add(pool, at: time)
        let inFlight = state.lastCycle.map { stillInFlight($0, pool, time) } ?? .zero
        let forecast = forecast(pool, slope: state.window.slope, inFlight: inFlight, hidden: state.hiddenRise)
        let level = forecast.level(settings.watermarks(of: pool.total))
        if let last = state.lastCycle, canServe(last, pool, time) { return true }
        guard level > 0, let last = state.lastCycle else {
            state.level = level
            return level > 0
        }
        let gap = level > state.level ? Self.leastGap : last.isExhausted ? Self.exhaustedGap : Self.repeatGap
        guard time - last.time >= gap else { return false }
        state.level = level
        return true
    }

    /// Decides one cycle. Pure: equal arguments give equal results.
    ///
    /// - Parameters:
    ///   - snapshot: The world now. Guests out of order are put in order; of two with one name the first counts.
    ///   - state: What the last decision returned, and `sense` has since updated.
    ///   - counsel: What another policy answered to ``brief(_:state:)`` of the same arguments; nil when none was asked.
    /// - Returns: What is to be done, and the state for the next cycle.
    public func decide(
        _ snapshot: Snapshot, state: ControllerState, counsel: Counsel? = nil
    ) -> (Decision, ControllerState) {
        var cycle = prepared(snapshot, state)
        switch counsel {
        case .proposals(let proposals, let name): follow(proposals, of: name, in: &cycle)
        case .absent(let reason, _): settle(&cycle, standingInFor: reason)
        case nil: settle(&cycle)
        }
        let decision = cycle.conclude()
        return (decision, cycle.state)
    }

    /// What a policy is told of a cycle: the first half of ``decide(_:state:counsel:)``, for policies that are asked elsewhere.
    public func brief(_ snapshot: Snapshot, state: ControllerState) -> Briefing {
        prepared(snapshot, state).briefing
    }

    private func prepared(_ snapshot: Snapshot, _ state: ControllerState) -> Cycle {
        var cycle = Cycle(settings: settings, snapshot: snapshot.inOrder, state: state)
        cycle.appraise()
        cycle.foresee(forecast)
        cycle.applyStandingRules()
        return cycle
    }

    /// The own policy decides, be it in the place of another.
    private func settle(_ cycle: inout Cycle, standingInFor reason: Reason? = nil) {
        cycle.apply(policy.propose(cycle.briefing), of: policy.name, because: reason)
        cycle.guardMoves()
    }

    /// Another policy's proposals are acted upon, unless the line would be crossed and the own policy gets further from it.
    private func follow(_ proposals: [Proposal], of name: String, in cycle: inout Cycle) {
        let prepared = cycle
        cycle.apply(Safeguard(cycle.briefing).completing(proposals), of: name)
        cycle.guardMoves()
        guard cycle.fallsShort else { return }
        var own = prepared
        settle(&own, standingInFor: Reason(.policyFallsShort, remark: name))
        if own.relief > cycle.relief { cycle = own }
    }

    /// What inflates now is in the slope already: counting it as in flight besides would hide what guests take meanwhile.
    private func forecast(
        _ pool: PoolSample, slope: ByteCount, inFlight: ByteCount, hidden: ByteCount
    ) -> Forecast {
        let rise = (slope.over(settings.reactionTime) + Swift.min(hidden, inFlight)).clampedToZero
        return Forecast(
            used: pool.used, slope: slope, inFlight: inFlight,
            predicted: (pool.used + rise - inFlight).clampedToZero)
    }

    /// Guests in need were refused for want of headroom, and some has come since: they are not made to wait for the tick.
    private func canServe(_ last: ControllerState.LastCycle, _ pool: PoolSample, _ now: MonotonicTime) -> Bool {
        guard last.waiting > .zero, now - last.time >= Self.serviceGap else { return false }
        return last.used - pool.used >= Swift.min(last.waiting, Self.worthServing)
    }

    /// Of what the last cycle was waiting for, what the fall of used memory has not shown yet.
    private func stillInFlight(
        _ last: ControllerState.LastCycle, _ pool: PoolSample, _ now: MonotonicTime
    ) -> ByteCount {
        guard now - last.time <= MoveTrack.horizon else { return .zero }
        return (last.inFlight - (last.used - pool.used).clampedToZero).clampedToZero
    }
}

extension Forecast {
    /// What it lies above: 0 nothing, 1 the high mark, 2 the limit.
    func level(_ marks: Watermarks) -> Int { predicted > marks.limit ? 2 : predicted > marks.high ? 1 : 0 }
}

extension Snapshot {
    /// The snapshot with its guests sorted by name, one of each; itself when it is so already.
    var inOrder: Snapshot {
        var isInOrder = true
        for index in guests.indices.dropFirst() where guests[index - 1].sample.name >= guests[index].sample.name {
            isInOrder = false
            break
        }
        guard !isInOrder else { return self }
        var copy = self
        let order = guests.indices.sorted {
            let (left, right) = (guests[$0].sample.name, guests[$1].sample.name)
            return left == right ? $0 < $1 : left < right
        }
        copy.guests.removeAll(keepingCapacity: true)
        for index in order where copy.guests.last?.sample.name != guests[index].sample.name {
            copy.guests.append(guests[index])
        }
        return copy
    }
}
