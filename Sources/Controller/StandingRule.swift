import BalloonKit

/// What holds for a guest whatever a policy says: the operator's pin, and the end of requests that do harm or no good.
enum StandingRule {
    struct Outcome: Sendable {
        var action: Action
        var proposed: ByteCount?
        /// To be sent; nil while nothing is to be sent.
        var target: ByteCount?
        var reason: Reason
    }

    /// A deflation that does not come is asked for again after this.
    private static let resendTime = Duration.seconds(5)
    private static let unit = ByteCount.mebibytes(1)

    static func outcome(
        for guest: borrowing Snapshot.Guest, _ appraisal: Appraisal, _ track: inout GuestTrack, at now: MonotonicTime
    ) -> Outcome? {
        if appraisal.mustWithdraw, let outcome = withdrawal(guest, appraisal, &track, at: now) { return outcome }
        if let pin = guest.pin { return pinned(guest, pin, track, at: now) }
        if appraisal.mustRestore, appraisal.obstacle == nil, let actual = guest.sample.actual {
            // Its pages stay resident whatever the balloon says: holding any of them back gains nothing.
            let target = appraisal.assessment.ceiling ?? actual
            guard target > actual else { return nil }
            return Outcome(
                action: .withdraw, proposed: target, target: target,
                reason: Reason(.noPayoff, amount: track.move.map { $0.actualBefore - $0.target }))
        }
        return nil
    }

    /// Back to what was reached and a reserve, at once and without regard to headroom: the guest is about to kill, and
    /// what it needs to live is less than what its death would cost.
    private static func withdrawal(
        _ guest: borrowing Snapshot.Guest, _ appraisal: Appraisal, _ track: inout GuestTrack, at now: MonotonicTime
    ) -> Outcome? {
        guard let actual = guest.sample.actual, actual > .zero else { return nil }
        let asked = guest.sample.target
        // A target that nobody here set is taken back no further than the operator's ceiling.
        let ceiling = asked == nil ? appraisal.assessment.ceiling : guest.sample.maximum
        let maximum = Swift.max(ceiling ?? actual, actual)
        let wanted = (actual + appraisal.assessment.reserve + unit).roundedDown(to: unit)
        let target = Swift.min(wanted, maximum).roundedDown(to: .page)
        guard target >= actual, target != asked else { return nil }
        track.progress.backOff(at: now)
        // The reclaim is undone: a grant need not wait for it.
        track.lastReclaim = nil
        let code: Reason.Code = guest.pin == nil ? .noProgress : .pinUnreachable
        return Outcome(
            action: .withdraw, proposed: target, target: target, reason: Reason(code, amount: asked.map { actual - $0 })
        )
    }

    private static func pinned(
        _ guest: borrowing Snapshot.Guest, _ pin: Pin, _ track: GuestTrack, at now: MonotonicTime
    ) -> Outcome? {
        switch guest.sample.state {
        case .connecting, .socketBusy, .silent, .gone: return nil
        case .unmanaged, .fresh, .stale: break
        }
        guard let maximum = guest.sample.maximum, maximum >= unit, let actual = guest.sample.actual, actual > .zero
        else {
            return nil
        }
        let goal = pin.target.clamped(from: unit, to: maximum).roundedDown(to: .page)
        let reason = Reason(.pinned, amount: goal, remark: pin.reason)
        if track.progress.isBackedOff(at: now), goal < actual {
            return Outcome(action: .hold, proposed: goal, reason: Reason(.pinUnreachable, amount: actual - goal))
        }
        let isAsked = (guest.sample.target ?? actual) == goal
        let isStuck = goal - actual > unit && track.move.map { now - $0.time >= resendTime } ?? true
        let mustSend = !isAsked || (isStuck && guest.sample.isRunning)
        return Outcome(action: .pin, proposed: goal, target: mustSend ? goal : nil, reason: reason)
    }
}
