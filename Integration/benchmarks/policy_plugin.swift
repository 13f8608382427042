import BalloonKit

/// Proposes something for every tenth guest, or for every one.
public struct APageLess: Policy {
    static let every = Knob("every", "Of so many guests one is moved.", range: 1...1000, default: 10)
    public static let manifest = PolicyManifest(
        name: "a-page-less", version: "1", summary: "Proposes what guests have, less a page.", knobs: [every])

    private let every: Int

    public init(knobs: KnobValues) { every = Int(knobs[Self.every]) }

    public func propose(_ briefing: Briefing) -> [Proposal] {
        stride(from: 0, to: briefing.snapshot.guests.count, by: every).map { index in
            let sample = briefing.snapshot.guests[index].sample
            return Proposal(
                guest: sample.name, target: (sample.actual ?? .zero) - .page,
                reason: Reason("a-page-less", amount: briefing.assessments[index].idle))
        }
    }
}

@c(balloon_policy_api) public func policyAPI() -> UInt32 { PolicyPlugin.api }
@c(balloon_policy_toolchain) public func policyToolchain() -> UnsafePointer<CChar>? { PolicyPlugin.toolchain }
@c(balloon_policy) public func policy() -> UnsafeMutableRawPointer { PolicyPlugin.export(APageLess.self) }
