import BalloonKit

/// The least that is a policy and says something: every guest stays as it is.
struct Tried: Policy {
    static var manifest: PolicyManifest {
        PolicyManifest(
            name: "trivial", version: "1.2", summary: "Leaves \"every\" guest as it is.",
            knobs: [Knob("least", "What no guest gets less than.", unit: "MiB", range: 0...4096, default: 64)])
    }

    private let least: ByteCount

    init(knobs: KnobValues) {
        let knob = Self.manifest.knobs[0]
        least = ByteCount(Int64(knobs[knob]) << 20)
    }

    func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.snapshot.guests.map { guest in
            Proposal(
                guest: guest.sample.name, target: max(guest.sample.actual ?? .zero, least),
                reason: Reason("as-it-is", amount: guest.sample.actual, remark: guest.annotations["tier"]))
        }
    }
}
