import BalloonKit

/// Proposes what no policy should, the same for the same snapshot: extremes, strangers, and everything twice.
struct HostilePolicy: Policy {
    static let manifest = PolicyManifest(name: "hostile", version: "1", summary: "What no policy should propose.")
    let seed: UInt64

    init(seed: UInt64) { self.seed = seed }
    init(knobs: KnobValues) { seed = 1 }

    func propose(_ briefing: Briefing) -> [Proposal] {
        var random = Generator(seed: seed ^ briefing.snapshot.cycle)
        var proposals = [Proposal(guest: "nobody", target: .gibibytes(1), reason: Reason("nonsense"))]
        for guest in briefing.snapshot.guests {
            let targets: [ByteCount] = [
                .zero, .max, .mebibytes(-5), ByteCount(.min), .mebibytes(Int64.random(in: 0...4096, using: &random)),
                ByteCount(Int64.random(in: 0...(1 << 33), using: &random)),
                (guest.sample.actual ?? .zero) + .mebibytes(Int64.random(in: -40...40, using: &random)),
            ]
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let target = targets.randomElement(using: &random) ?? .zero
                proposals.append(Proposal(guest: guest.sample.name, target: target, reason: Reason("nonsense")))
            }
        }
        return proposals.shuffled(using: &random)
    }
}
