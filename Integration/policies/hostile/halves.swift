import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "halves", version: "1", summary: "Throws half of every guest away, in every cycle")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.snapshot.guests.map { guest in
            let half = (guest.sample.actual ?? .zero).scaled(by: 0.5)
            return Proposal(guest: guest.sample.name, target: half, reason: Reason("half"))
        }
    }
}
