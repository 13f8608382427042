import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "overflows", version: "1", summary: "Proposes the least and the greatest numbers that there are")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.assessments.enumerated().map { index, guest in
            let target = ByteCount(index.isMultiple(of: 2) ? Int64.min : Int64.max)
            return Proposal(guest: guest.name, target: target, reason: Reason("overflow", amount: target))
        }
    }
}
