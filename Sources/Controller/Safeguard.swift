import BalloonKit

/// What keeps a policy that is useless from being dangerous: a guest that suffers is helped whatever it proposes.
///
/// That the line holds without it is seen to in `Controller.decide`; that no move harms is seen to by the guardrails.
struct Safeguard {
    private let briefing: Briefing

    init(_ briefing: Briefing) { self.briefing = briefing }

    /// The proposals, with what the built-in policy would give to guests in distress that it gives nothing, and to guests
    /// that grow and that it says nothing about.
    func completing(_ proposals: [Proposal]) -> [Proposal] {
        let needs = Demand(briefing).proposals.filter { $0.reason.code == .distress || $0.reason.code == .growing }
        guard !needs.isEmpty else { return proposals }
        let proposed = Dictionary(proposals.map { ($0.guest, $0.target) }) { first, _ in first }
        let help = needs.filter { need in
            guard let target = proposed[need.guest] else { return true }
            return need.reason.code == .distress && !gives(target, to: need.guest)
        }
        let helped = Set(help.map(\.guest))
        return help + proposals.filter { !helped.contains($0.guest) }
    }

    private func gives(_ target: ByteCount, to name: String) -> Bool {
        let guest = briefing.snapshot.guests.first { $0.sample.name == name }
        return target > guest?.sample.actual ?? .max
    }
}
