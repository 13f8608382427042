import BalloonKit

struct Tried: Policy {
    static var manifest: PolicyManifest { PolicyManifest(name: "newer", version: "1", summary: "Knows a later kit.") }
    init(knobs: KnobValues) {}
    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.laterMember > 0 ? [] : [Proposal(guest: "a", target: .zero, reason: Reason("later"))]
    }
}
