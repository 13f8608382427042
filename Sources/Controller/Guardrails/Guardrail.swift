import BalloonKit

/// One rule that no policy can switch off. It may clamp a move or refuse it, and leaves a reason when it does.
protocol Guardrail: Sendable {
    func check(_ move: inout Move, of guest: GuardedGuest, in circumstances: borrowing Circumstances)
}
