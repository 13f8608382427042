import BalloonKit

/// What a policy outside of the controller says about one cycle.
public enum Counsel: Sendable, Hashable {
    case proposals([Proposal], by: String)
    /// It was asked and gave no answer that can be used: the built-in policy decides this cycle, and says why.
    case absent(Reason, by: String)

    /// The policy's name.
    public var policy: String {
        switch self {
        case .proposals(_, let name), .absent(_, let name): name
        }
    }
}
