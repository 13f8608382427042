import BalloonKit

// A plugin from before guests had annotations and snapshots a clock. It names every type that a policy is given, and makes
// every one that it gives back: whatever its compiler wrote down about them must hold in today's host.

struct Elder: Policy {
    static let manifest = PolicyManifest(
        name: "elder", version: "0.9", summary: "Cuts guests to what they need, as it always did",
        knobs: [Knob("slack", "Left to each guest", unit: "MiB", range: 0...1024, default: 64)])

    let slack: ByteCount

    init(knobs: KnobValues) {
        slack = Self.manifest.knobs.first.map { .mebibytes(Int64(knobs[$0])) } ?? .zero
    }

    func propose(_ briefing: Briefing) -> [Proposal] {
        guard briefing.forecast.predicted > briefing.watermarks.low, briefing.snapshot.pool.usage > 0.1 else {
            return []
        }
        return zip(briefing.snapshot.guests, briefing.assessments).compactMap { guest, assessment in
            guard guest.sample.state == .fresh, assessment.canGive, let actual = guest.sample.actual,
                let ceiling = assessment.ceiling, guest.limits.shares > 0, !guest.isPaused, guest.pin == nil
            else { return nil }
            let target = min(min(assessment.kept + slack, actual), ceiling)
            guard target < actual else { return nil }
            let remark = guest.sample.reported?.available.map { "available \($0)" }
            return Proposal(
                guest: guest.sample.name, target: target,
                reason: Reason("elder", amount: actual - target, remark: remark))
        }
    }
}

@c(balloon_policy_api) public func policyAPI() -> UInt32 { PolicyPlugin.api }
@c(balloon_policy_toolchain) public func policyToolchain() -> UnsafePointer<CChar>? { PolicyPlugin.toolchain }
@c(balloon_policy) public func policy() -> UnsafeMutableRawPointer { PolicyPlugin.export(Elder.self) }
