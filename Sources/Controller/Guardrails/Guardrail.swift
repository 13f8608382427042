import BalloonKit

/// One rule that no policy can switch off. It may clamp a move or refuse it, and leaves a reason when it does.
protocol Guardrail: Sendable {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances)
}

/// The guest that a move is for, as guardrails see it.
struct GuardedGuest {
    var target: ByteCount?
    var hasPin: Bool
    var appraisal: Appraisal
    var lastGrant: MonotonicTime?
    var lastReclaim: MonotonicTime?
}

/// What holds for all moves of a cycle.
struct Circumstances {
    var settings: ControllerSettings
    var now: MonotonicTime
    /// The forecast is over the line.
    var isCrossing: Bool
    var urgency: Double
    /// Idle memory that would be left in the pool's guests if every proposal were carried out.
    var idleLeft: ByteCount

    /// The smallest move of a guest of this size that is worth its disturbance; a quarter of it when the line is in danger, else
    /// many small remainders would add up to a line that is crossed.
    func deadBand(of actual: ByteCount) -> ByteCount {
        let band = Swift.max(settings.deadBand, actual.scaled(by: 0.02))
        return isCrossing ? band.scaled(by: 0.25) : band
    }
}

enum Guardrails {
    /// Those that look at one guest, in the order in which they apply. Headroom follows, over all grants together.
    static let ordered: [any Guardrail] = [
        PinGuardrail(), EligibilityGuardrail(), BoundsGuardrail(), WorkingSetGuardrail(), StepLimitGuardrail(),
        GranularityGuardrail(), DeadBandGuardrail(), CoolDownGuardrail(),
    ]
}
