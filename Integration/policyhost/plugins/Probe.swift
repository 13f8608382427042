import BalloonKit

/// Tells what it is allowed to do, as the remarks of two proposals.
struct Tried: Policy {
    static var manifest: PolicyManifest {
        PolicyManifest(name: "probe", version: "1", summary: "Tries what it may not do.")
    }

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        [("loading", probe_while_loading()), ("computing", probe_now())].map { stage, found in
            Proposal(
                guest: stage, target: .zero,
                reason: Reason("found", remark: found.map { String(cString: $0) }))
        }
    }
}
