import BalloonKit
import ControlProtocol

/// What the last cycle decided, as fields.
enum ExplanationText {
    static func pool(_ pool: PoolExplanation) -> FieldList {
        var fields = FieldList()
        fields.add("pool", "cycle \(pool.cycle), rung \(pool.rung)", .bold)
        fields.add("used", "\(pool.used), \(trend(pool.slope))")
        if pool.inFlight > .zero { fields.add("coming back", "\(pool.inFlight), already asked of guests") }
        fields.add("forecast", pool.predicted.description)
        fields.add(
            "limit", "\(pool.limit); memory is taken above \(pool.highWatermark), given back below \(pool.lowWatermark)"
        )
        fields.add("policy", pool.policy, pool.policyReason == nil ? .plain : .yellow)
        for sentence in pool.sentences { fields.add("", sentence) }
        return fields
    }

    private static func trend(_ slope: ByteCount) -> String {
        if slope == .zero { return "steady" }
        return slope > .zero ? "rising by \(slope)/s" : "falling by \(slope.magnitude)/s"
    }

    static func fields(_ guest: GuestExplanation, withInputs: Bool) -> FieldList {
        var fields = FieldList()
        let target = guest.target.map { " to \($0)" } ?? ""
        fields.add(guest.name, guest.action + target, .bold)
        fields.add("", guest.explanation)
        if withInputs {
            fields.add("reason", guest.reason.map(reason))
            for guardrail in guest.guardrails { fields.add("guardrail", reason(guardrail)) }
            addInputs(guest.inputs, to: &fields)
        }
        return fields
    }

    private static func reason(_ reason: ReasonReport) -> String { "\(reason.code): \(reason.sentence)" }

    private static func addInputs(_ inputs: GuestInputs, to fields: inout FieldList) {
        fields.add("state", inputs.state)
        fields.add("actual", inputs.actual?.description)
        fields.add("maximum", inputs.maximum?.description)
        fields.add("available", inputs.available?.description)
        fields.add("resident", inputs.resident?.description)
        fields.add("statistics", inputs.statisticsAge.map { "\(Figures.span($0)) old" })
        fields.add("working set", inputs.workingSet?.description)
        fields.add("reserve", inputs.reserve?.description)
        fields.add("burst rate", inputs.burstRate.map { "\($0)/s" })
        fields.add("idle", inputs.idle?.description)
        fields.add("shortage", inputs.shortage?.description)
        fields.add("floor", inputs.floor?.description)
        fields.add("ceiling", inputs.ceiling?.description)
        fields.add("shares", inputs.shares.map(String.init))
        if !inputs.annotations.isEmpty { fields.add("annotations", AnnotateCommand.text(inputs.annotations)) }
        fields.add("may be moved", inputs.isMovable.map(yesOrNo))
        fields.add("can give", inputs.canGive.map(yesOrNo))
        fields.add("in distress", inputs.isInDistress.map(yesOrNo))
    }

    private static func yesOrNo(_ value: Bool) -> String { value ? "yes" : "no" }
}
