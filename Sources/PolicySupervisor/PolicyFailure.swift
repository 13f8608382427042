public import BalloonKit
public import PolicyWire

/// Why a plugin cannot be had, or gave no answer that can be used.
public struct PolicyFailure: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// It will not be loaded, this time or next time: somebody must change something first.
        case refused(PolicyRefusal)
        /// Its process did not come up.
        case cannotStart
        /// No answer within the deadline.
        case late
        /// Its process ended, or closed its socket.
        case died
        /// It answered something that has no meaning.
        case nonsense

        /// For metrics and reports, in kebab case.
        public var name: String {
            switch self {
            case .refused: "refused"
            case .cannotStart: "cannot-start"
            case .late: "late"
            case .died: "died"
            case .nonsense: "nonsense"
            }
        }
    }

    public var kind: Kind
    /// What happened, for people: part of a sentence, without a full stop.
    public var sentence: String
    /// The last that the process wrote to its standard output and error, a line each.
    public var log: [String]

    public init(_ kind: Kind, _ sentence: String, log: [String] = []) {
        self.kind = kind
        self.sentence = sentence
        self.log = log
    }

    /// Why another policy decides: `policy-late`, `policy-died`, `policy-nonsense`, or `policy-starting` for a plugin that
    /// has not come up.
    public var reason: Reason {
        let code: Reason.Code =
            switch kind {
            case .refused, .cannotStart: "policy-starting"
            case .late: "policy-late"
            case .died: "policy-died"
            case .nonsense: "policy-nonsense"
            }
        return Reason(code, remark: PolicyText.bounded(sentence, to: PolicyText.longestRemark))
    }
}

extension PolicyFailure: CustomStringConvertible {
    public var description: String { sentence }
}
