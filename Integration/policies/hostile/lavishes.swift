import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "lavishes", version: "1", summary: "Gives everything to everybody")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.assessments.map {
            Proposal(guest: $0.name, target: $0.ceiling ?? .gibibytes(1), reason: Reason("lavish"))
        }
    }
}
