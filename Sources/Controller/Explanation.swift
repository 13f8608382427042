import BalloonKit

extension Verdict {
    /// The verdict in one sentence for people, without a full stop: what is done, because of what, and which guardrails bit.
    public var explanation: String { "\(guest) is \(account)" }

    /// ``explanation`` without the guest's name and verb, for where these stand already: `held at 1 GiB: nothing needs to
    /// change`.
    public var account: String {
        var text = act + link + reason.sentence
        for guardrail in guardrails { text += "; \(guardrail.sentence)" }
        return text
    }

    private var act: String {
        guard let target, let actual else { return standing }
        let change = (target - actual).magnitude
        switch action {
        case .hold: return "held at \(actual)"
        case .reclaim where reason.code == .calledOff: return "let off at \(target)"
        case .reclaim: return "cut \(change) to \(target)"
        case .grant: return "given \(change) and has \(target)"
        case .withdraw: return "given \(change) back and has \(target)"
        case .pin: return target < actual ? "cut \(change) to \(target)" : "given \(change) and has \(target)"
        }
    }

    /// Nothing is sent: the guest stays, or is still under way to its pin.
    private var standing: String {
        guard let actual else { return "held" }
        if action == .pin, let proposed, proposed != actual { return "at \(actual) on its way to \(proposed)" }
        return "held at \(actual)"
    }

    /// How what is done and its reason go together.
    private var link: String {
        switch target == nil && action != .pin ? .hold : action {
        case .hold: return refusal ?? ": "
        case .reclaim:
            // Those have their own cause; the others follow from the forecast.
            let isForecast = ![.aboveCeiling, .roomReserved, .growthAhead, .calledOff].contains(reason.code)
            return " because " + (isForecast ? "\(outlook.sentence); " : "")
        case .grant: return " because "
        case .withdraw, .pin: return ": "
        }
    }

    /// What was proposed and did not happen; nil when the guest is where it should be.
    private var refusal: String? {
        guard let proposed, let actual, proposed != actual else { return nil }
        let difference = proposed < actual ? "\(actual - proposed) less" : "\(proposed - actual) more"
        return ", although \(difference) was proposed, for "
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
        var lines = poolSentences + actions.map(\.explanation)
        lines += verdicts.filter { $0.target == nil && $0.proposed != nil && !$0.guardrails.isEmpty }.map(\.explanation)
        return lines.joined(separator: "\n")
    }

    /// What concerns no guest by name: the pool, who stands in for the policy, reserved room, KSM, alarms.
    public var poolSentences: [String] {
        var sentences = [poolExplanation]
        if let policy, let policyReason { sentences.append("the \(policy) policy decides: \(policyReason.sentence)") }
        if let room { sentences.append(room.sentence) }
        if let ksmExplanation { sentences.append(ksmExplanation) }
        return sentences + alarms.map { "alarm: \($0.sentence)" }
    }

    private var ksmExplanation: String? {
        if let ksmReason { return "KSM: \(ksmReason.sentence)" }
        guard let status = ksmStatus, status.phase != .off || status.hold != nil else { return nil }
        return "KSM is \(status.phase.rawValue): \(status.reason.sentence)"
    }

    private var poolExplanation: String {
        let total = outlook.usage > 0 ? Double(forecast.predicted.bytes) / outlook.usage : 0
        let now = total > 0 ? Double(forecast.used.bytes) / total : 0
        let limit = total > 0 ? Double(watermarks.limit.bytes) / total : 0
        var text = "the pool is at \(Outlook.percent(now)) and forecast to reach \(Outlook.percent(outlook.usage))"
        text += " in \(Outlook.oneDecimal(outlook.within.inSeconds)) s"
        text += ", the limit is \(Outlook.percent(limit))"
        if reclaimed > .zero { text += "; \(reclaimed) is reclaimed" }
        if granted > .zero { text += "; \(granted) is granted" }
        if unmet >= .mebibytes(1) { text += "; \(unmet) is still missing" }
        return text
    }
}
