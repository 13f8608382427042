import BalloonKit

/// The automatic ballooning of Proxmox VE as a policy, for those who move from there and want to change one thing at a time.
///
/// A round every ten cycles. What is left under its target is the goal: over it guests with free memory are shrunk, under it
/// guests without are grown, by shares and at most 100 MiB each. It looks at what a guest calls free, never at its page cache,
/// its swapping or the future. Its minimum is the guest's floor, its maximum the guest's ceiling.
///
/// What differs here is what no policy can switch off: no guest is cut into what it needs while another has idle memory, a guest
/// in distress is helped, and where the line would be crossed for all that this rule does the built-in policy decides.
///
/// Source: proxmox/pve-manager `PVE/AutoBalloon.pm` (`compute_alg1`), `PVE/Service/pvestatd.pm`; the rule, written anew.
public struct Proxmox: Policy {
    public static let manifest = PolicyManifest(
        name: "proxmox", version: "1",
        summary: "Proxmox VE's rule: every ten cycles up to 100 MiB a guest, by shares, from what guests call free",
        knobs: [ballooningTarget, period])

    static let ballooningTarget = Knob(
        "ballooning-target", "The part of the pool that the rule steers for", unit: "%", range: 0...100, default: 80)
    static let period = Knob(
        "period", "A round in so many cycles: a cycle takes a second, or less while memory is short", unit: "cycles",
        range: 1...600, default: 10)

    /// Closer to its target than this it does nothing.
    private static let deadBand = ByteCount.mebibytes(10)

    private let target: Double
    private let period: UInt64

    public init(knobs: KnobValues) {
        target = knobs[Self.ballooningTarget] / 100
        period = UInt64(knobs[Self.period].rounded())
    }

    public func propose(_ briefing: Briefing) -> [Proposal] {
        // A policy remembers nothing: it counts along with the daemon.
        guard briefing.snapshot.cycle.isMultiple(of: period) else { return [] }
        let pool = briefing.snapshot.pool
        let goal = pool.total.scaled(by: target) - pool.used
        guard goal.magnitude > Self.deadBand else { return [] }
        var round = Round(zip(briefing.snapshot.guests, briefing.assessments).compactMap(Member.init), goal: goal)
        round.run()
        return round.members.filter { $0.target != $0.actual }.map { member in
            let change = member.target - member.actual
            let reason = Reason(change < .zero ? "shrink" : "grow", amount: change.magnitude)
            return Proposal(guest: member.name, target: member.target, reason: reason)
        }
    }
}
