import BalloonKit

/// What keeps a policy that is useless from being dangerous: a guest that suffers is helped whatever it proposes.
///
/// That the line holds without it is seen to in `Controller.decide`; that no move harms is seen to by the guardrails.
struct Safeguard {
    private let briefing: Briefing

    init(_ briefing: Briefing) { self.briefing = briefing }

    /// The proposals, with what the built-in policy would give to guests in distress that it gives nothing, and to guests
    /// that grow and that it says nothing about; and the room that an operator reserved, where they return less than that.
    func completing(_ proposals: [Proposal]) -> [Proposal] {
        let demand = Demand(briefing)
        return helping(demand, proposals + room(beside: proposals, demand))
    }

    private func helping(_ demand: Demand, _ proposals: [Proposal]) -> [Proposal] {
        let needs = demand.proposals.filter { $0.reason.code == .distress || $0.reason.code == .growing }
        guard !needs.isEmpty else { return proposals }
        let proposed = Dictionary(proposals.map { ($0.guest, $0.target) }) { first, _ in first }
        let help = needs.filter { need in
            guard let target = proposed[need.guest] else { return true }
            return need.reason.code == .distress && !gives(target, to: need.guest)
        }
        let helped = Set(help.map(\.guest))
        return help + proposals.filter { !helped.contains($0.guest) }
    }

    /// Idle memory of guests that the policy says nothing about, for what its proposals leave missing of reserved room.
    private func room(beside proposals: [Proposal], _ demand: Demand) -> [Proposal] {
        guard briefing.roomToMake > .zero else { return [] }
        let proposed = Dictionary(proposals.map { ($0.guest, $0.target) }) { first, _ in first }
        var missing = briefing.roomToMake
        for (guest, assessment) in zip(briefing.snapshot.guests, briefing.assessments) {
            guard let target = proposed[guest.sample.name] else { continue }
            missing -= TouchedMemory(assessment, of: guest).returned(at: target)
        }
        guard missing > BuiltInPolicy.crumb else { return [] }
        var own = briefing
        own.roomToMake = missing
        // Only what is missing of the room: pressure is the policy's to answer.
        own.forecast.predicted = Swift.min(own.forecast.predicted, own.watermarks.high)
        let goal = Goal(own.forecast, own.watermarks, wanted: .zero, headroom: .zero, reserved: missing)
        return Reclaim(own, demand).proposals(goal).filter { proposed[$0.guest] == nil }
    }

    private func gives(_ target: ByteCount, to name: String) -> Bool {
        let guest = briefing.snapshot.guests.first { $0.sample.name == name }
        return target > guest?.sample.actual ?? .max
    }
}
