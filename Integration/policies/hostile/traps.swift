import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "traps", version: "1", summary: "Reads past the end of an array")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        [
            briefing.snapshot.guests.map { Proposal(guest: $0.sample.name, target: .zero, reason: Reason("trap")) }[
                1 << 20]
        ]
    }
}
