import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "starves", version: "1", summary: "Takes everything from everybody")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.assessments.map { Proposal(guest: $0.name, target: .zero, reason: Reason("starve")) }
    }
}
