enum Guardrails {
    /// Those that look at one guest, in the order in which they apply. Headroom follows, over all grants together.
    static let ordered: [any Guardrail] = [
        PinGuardrail(), EligibilityGuardrail(), BoundsGuardrail(), WorkingSetGuardrail(), StepLimitGuardrail(),
        GranularityGuardrail(), DeadBandGuardrail(), CoolDownGuardrail(),
    ]

    /// Those that look at what other moves leave, once more after all of them have been checked.
    static let afterthought: [any Guardrail] = [WorkingSetGuardrail(), GranularityGuardrail(), DeadBandGuardrail()]
}
