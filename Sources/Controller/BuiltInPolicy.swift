import BalloonKit

/// The policy that is used unless the operator names another.
public struct BuiltInPolicy: Policy {
    public let name = "built-in"

    public init() {}

    public func propose(_ briefing: Briefing) -> [Proposal] { [] }
}
