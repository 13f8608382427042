import BalloonKit
import Controller
import QMP

extension Counsel {
    /// All of it: a replay without the plugin must decide the same.
    var record: JSONObject {
        var writer = RecordWriter(capacity: 2)
        writer.put("policy", policy)
        switch self {
        case .proposals(let proposals, _): writer.put("proposals", .array(proposals.map { .object($0.record) }))
        case .absent(let reason, _): writer.put("absent", .object(reason.record))
        }
        return writer.object
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        let policy = try fields.needText("policy")
        if let reason = try fields.inside("absent", { fields throws(JournalError) in try Reason(&fields) }) {
            self = .absent(reason, by: policy)
        } else {
            let proposals = try fields.list("proposals") { fields throws(JournalError) in try Proposal(&fields) }
            self = .proposals(proposals, by: policy)
        }
    }
}

extension Proposal {
    fileprivate var record: JSONObject {
        var writer = RecordWriter(capacity: 3)
        writer.put("guest", guest)
        writer.put("target_bytes", target)
        writer.put("reason", .object(reason.record))
        return writer.object
    }

    fileprivate init(_ fields: inout RecordFields) throws(JournalError) {
        let reason = try fields.inside("reason") { fields throws(JournalError) in try Reason(&fields) }
        guard let reason else { throw JournalError(.malformed, "a proposal has no reason") }
        self.init(guest: try fields.needText("guest"), target: try fields.needBytes("target_bytes"), reason: reason)
    }
}
