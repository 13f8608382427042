import BalloonKit
import QMP

/// `set-ksm`: takes same-page merging into the operator's hand, or gives it back.
public struct SetKSM: ControlCommand {
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// Merge whether or not memory is short, within the processor cap, until `auto`.
        case start
        /// No scanning until `auto`; merged pages stay merged.
        case stop
        /// The daemon decides again.
        case auto
        /// Forget what was learnt about cost and yield, and end a rest.
        case retune
        /// Give every merged page its own memory back, where it fits under the high watermark, and then `stop`.
        case unmerge
    }

    public struct Reply: ControlRecord {
        /// `start` or `stop` while an operator holds it.
        public var hold: String?
        /// With `unmerge`: what had been merged.
        public var unmerged: ByteCount?
        /// What holds now and until when, for people.
        public var sentence: String

        public init(hold: String? = nil, unmerged: ByteCount? = nil, sentence: String) {
            self.hold = hold
            self.unmerged = unmerged
            self.sentence = sentence
        }
        public init(from fields: FieldReader) throws(FieldError) {
            hold = try fields.optional("hold")
            unmerged = try fields.optional("unmerged_bytes")
            sentence = try fields.required("sentence")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("hold", hold)
            fields.add("unmerged_bytes", unmerged)
            fields.add("sentence", sentence)
        }
    }
    public static let name = "set-ksm"
    public static let access = ControlAccess.change

    public var action: Action

    public init(action: Action) { self.action = action }
    public init(from fields: FieldReader) throws(FieldError) {
        let word: String = try fields.required("action")
        guard let action = Action(rawValue: word) else {
            let known = Action.allCases.map(\.rawValue).joined(separator: ", ")
            throw FieldError(path: "action", expected: "one of \(known)")
        }
        self.action = action
    }
    public func encode(to fields: inout FieldWriter) { fields.add("action", action.rawValue) }
}
