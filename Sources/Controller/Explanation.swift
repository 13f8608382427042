import BalloonKit

extension Verdict {
    /// The verdict in one sentence for people, without a full stop: what is done, because of what, and which guardrails bit.
    public var explanation: String {
        var text = "\(guest) \(act)"
        switch action {
        case .hold: text += proposed == nil ? ": " : ", although "
        case .reclaim, .grant: text += " because "
        case .withdraw, .pin: text += ": "
        }
        if action == .reclaim, reason.code != .aboveCeiling { text += "\(outlook.sentence); " }
        if action == .hold, let proposed, let actual, proposed != actual {
            text += proposed < actual ? "\(actual - proposed) less was" : "\(proposed - actual) more was"
            text += " proposed, for "
        }
        text += reason.sentence
        for guardrail in guardrails { text += "; \(guardrail.sentence)" }
        return text
    }

    private var act: String {
        guard let target, let actual else { return actual.map { "is held at \($0)" } ?? "is held" }
        let change = (target - actual).magnitude
        switch action {
        case .hold: return "is held at \(actual)"
        case .reclaim: return "is cut \(change) to \(target)"
        case .grant: return "gets \(change) and has \(target)"
        case .withdraw: return "is given \(change) back and has \(target)"
        case .pin: return target < actual ? "is cut \(change) to \(target)" : "is given \(change) and has \(target)"
        }
    }
}

extension Outlook {
    /// For example `the pool is forecast to reach 81.2 % in 1.5 s`.
    public var sentence: String {
        "the pool is forecast to reach \(Outlook.percent(usage)) in \(Outlook.oneDecimal(within.inSeconds)) s"
    }

    static func percent(_ share: Double) -> String { "\(oneDecimal(share * 100)) %" }

    /// With one decimal, rounded; a number too large to be meant is written as it is.
    static func oneDecimal(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard let whole = Int64(exactly: tenths) else { return "\(value)" }
        let sign = whole < 0 ? "-" : ""
        return "\(sign)\(whole.magnitude / 10).\(whole.magnitude % 10)"
    }
}

extension Decision {
    /// The decision for people, one sentence a line: the pool, KSM and alarms first, then each guest that is acted upon or
    /// whose proposal was refused.
    public var explanation: String {
        var lines = [poolExplanation]
        if let ksmReason { lines.append("KSM: \(ksmReason.sentence)") }
        lines += alarms.map { "alarm: \($0.sentence)" }
        lines += actions.map(\.explanation)
        lines += verdicts.filter { $0.target == nil && $0.proposed != nil && !$0.guardrails.isEmpty }.map(\.explanation)
        return lines.joined(separator: "\n")
    }

    private var poolExplanation: String {
        let total = outlook.usage > 0 ? Double(forecast.predicted.bytes) / outlook.usage : 0
        let now = total > 0 ? Double(forecast.used.bytes) / total : 0
        let limit = total > 0 ? Double(watermarks.limit.bytes) / total : 0
        var text = "the pool is at \(Outlook.percent(now)), \(outlook.sentence)"
        text += ", the limit is \(Outlook.percent(limit)) (\(rung.rawValue))"
        if reclaimed > .zero { text += "; \(reclaimed) is reclaimed" }
        if granted > .zero { text += "; \(granted) is granted" }
        if unmet > .zero { text += "; \(unmet) is still missing" }
        return text
    }
}
