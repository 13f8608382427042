import BalloonKit
import Controller

/// Proposes anything at all: what guardrails are for.
///
/// Targets absurd and sensible, guests that are not there, the same guest twice. By lot, but the same for the same briefing.
public struct WildPolicy: Policy {
    public static let manifest = PolicyManifest(
        name: "wild", version: "1", summary: "Proposes anything at all, by lot.")
    private let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }
    public init(knobs: KnobValues) { seed = 1 }

    public func propose(_ briefing: Briefing) -> [Proposal] {
        var random = SplitMix64(seed: seed ^ (briefing.snapshot.cycle &* 0x9e37_79b9_7f4a_7c15))
        // Mostly it is still: guests have to live between its whims.
        guard random.happens(0.2) else { return [] }
        var proposals: [Proposal] = []
        for guest in briefing.snapshot.guests where random.happens(0.4) {
            proposals.append(proposal(guest.sample.name, guest.sample, &random))
            if random.happens(0.05) { proposals.append(proposal(guest.sample.name, guest.sample, &random)) }
        }
        if random.happens(0.05) {
            proposals.append(Proposal(guest: "nobody", target: .zero, reason: Reason("idle-memory")))
        }
        return proposals
    }

    /// As a plugin's process answers: now and then not at all.
    func counsel(_ briefing: Briefing) -> Counsel {
        var random = SplitMix64(seed: seed &+ briefing.snapshot.cycle)
        let failures: [Reason.Code] = [
            .policyLate, .policyDied, .policyNonsense, .policyStarting, .policyQuarantined,
        ]
        guard !random.happens(0.05) else {
            return .absent(Reason(failures[random.integer(0...failures.count - 1)]), by: name)
        }
        return .proposals(propose(briefing), by: name)
    }

    private func proposal(_ name: String, _ sample: GuestSample, _ random: inout SplitMix64) -> Proposal {
        let maximum = sample.maximum ?? .gibibytes(1)
        let target: ByteCount =
            switch random.integer(0...9) {
            case 0: .zero
            case 1: ByteCount(-1)
            case 2: .max
            case 3: ByteCount(.min)
            case 4: maximum.times(2)
            default: maximum.scaled(by: random.unit())
            }
        let isCut = target < sample.actual ?? .zero
        return Proposal(guest: name, target: target, reason: Reason(isCut ? "idle-memory" : "calm"))
    }
}
