import BalloonKit

struct Tried: Policy {
    static var manifest: PolicyManifest { PolicyManifest(name: "Bad Name", version: "1", summary: "") }
    init(knobs: KnobValues) {}
    func propose(_ briefing: Briefing) -> [Proposal] { [] }
}
