import BalloonKit
import Controller
import QMP

extension RecordedDecision {
    var record: JSONObject {
        var writer = RecordWriter(capacity: 12)
        writer.put("rung", rung.rawValue)
        writer.put("used_bytes", forecast.used)
        writer.put("slope_bytes", forecast.slope)
        writer.put("in_flight_bytes", forecast.inFlight)
        writer.put("predicted_bytes", forecast.predicted)
        writer.put("verdicts", verdicts.isEmpty ? nil : .array(verdicts.map { .object($0.record) }))
        writer.put("ksm", ksm.map { .object($0.record) })
        writer.put("ksm_reason", ksmReason.map { .object($0.record) })
        writer.put("alarms", alarms.isEmpty ? nil : .array(alarms.map { .object($0.record) }))
        writer.put("reclaimed_bytes", reclaimed)
        writer.put("granted_bytes", granted)
        writer.put("unmet_bytes", unmet)
        writer.put("policy_reason", policyReason.map { .object($0.record) })
        writer.put("counsel", counsel.map { .object($0.record) })
        return writer.object
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        let forecast = Forecast(
            used: try fields.needBytes("used_bytes"), slope: try fields.needBytes("slope_bytes"),
            inFlight: try fields.needBytes("in_flight_bytes"), predicted: try fields.needBytes("predicted_bytes"))
        let rung: Rung = try fields.needWord("rung")
        let verdicts = try fields.list("verdicts") { fields throws(JournalError) in try RecordedVerdict(&fields) }
        self.init(rung: rung, forecast: forecast, verdicts: verdicts)
        ksm = try fields.inside("ksm") { fields throws(JournalError) in try KSMDirective(&fields) }
        ksmReason = try fields.inside("ksm_reason") { fields throws(JournalError) in try Reason(&fields) }
        alarms = try fields.list("alarms") { fields throws(JournalError) in try Reason(&fields) }
        reclaimed = try fields.needBytes("reclaimed_bytes")
        granted = try fields.needBytes("granted_bytes")
        unmet = try fields.needBytes("unmet_bytes")
        policyReason = try fields.inside("policy_reason") { fields throws(JournalError) in try Reason(&fields) }
        counsel = try fields.inside("counsel") { fields throws(JournalError) in try Counsel(&fields) }
    }
}

extension RecordedVerdict {
    fileprivate var record: JSONObject {
        var writer = RecordWriter(capacity: 6)
        writer.put("guest", guest)
        writer.put("action", action.rawValue)
        writer.put("proposed_bytes", proposed)
        writer.put("target_bytes", target)
        writer.put("reason", .object(reason.record))
        writer.put("guardrails", guardrails.isEmpty ? nil : .array(guardrails.map { .object($0.record) }))
        return writer.object
    }

    fileprivate init(_ fields: inout RecordFields) throws(JournalError) {
        let reason = try fields.inside("reason") { fields throws(JournalError) in try Reason(&fields) }
        guard let reason else { throw JournalError(.malformed, "a verdict has no reason") }
        self.init(guest: try fields.needText("guest"), action: try fields.needWord("action"), reason: reason)
        proposed = try fields.bytes("proposed_bytes")
        target = try fields.bytes("target_bytes")
        guardrails = try fields.list("guardrails") { fields throws(JournalError) in try Reason(&fields) }
    }
}

extension Reason {
    var record: JSONObject {
        var writer = RecordWriter(capacity: 3)
        writer.put("code", code.rawValue)
        writer.put("amount_bytes", amount)
        writer.put("remark", remark)
        return writer.object
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        self.init(
            Code(rawValue: try fields.needText("code")), amount: try fields.bytes("amount_bytes"),
            remark: try fields.text("remark"))
    }
}

extension KSMDirective {
    fileprivate var record: JSONObject {
        var writer = RecordWriter(capacity: 2)
        switch self {
        case .run(let pagesToScan, let sleep):
            writer.put("pages_to_scan", .integer(Int64(pagesToScan)))
            writer.put("sleep_ns", sleep)
        case .stop: writer.put("stop", true)
        case .halt: writer.put("halt", true)
        }
        return writer.object
    }

    fileprivate init(_ fields: inout RecordFields) throws(JournalError) {
        if try fields.flag("stop") {
            self = .stop
        } else if try fields.flag("halt") {
            self = .halt
        } else {
            self = .run(
                pagesToScan: Int(clamping: try fields.needInteger("pages_to_scan")),
                sleep: try fields.needTime("sleep_ns"))
        }
    }
}
