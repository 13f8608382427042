import BalloonKit

/// Reasons in the past tense: those that a daemon sends are told of the present.
enum PastReason {
    private typealias Writer = @Sendable (_ amount: String, _ sentence: String) -> String

    /// The standing request was taken back, wholly or in part: the guest neither gives nor gets.
    static func isEasing(_ code: String) -> Bool { ["called-off", "no-progress", "pin-unreachable"].contains(code) }

    static func isKnown(_ code: String) -> Bool { causes[code] != nil || guardrails[code] != nil }

    /// As part of a sentence, without a full stop. A code that is not known here is told in the daemon's words.
    static func sentence(_ reason: ReasonReport) -> String {
        text(reason, causes[reason.code] ?? guardrails[reason.code])
    }

    /// What bounded a move.
    static func guardrail(_ reason: ReasonReport) -> String {
        text(reason, guardrails[reason.code] ?? causes[reason.code])
    }

    private static func text(_ reason: ReasonReport, _ writer: Writer?) -> String {
        guard let writer else { return reason.sentence }
        return writer(reason.amount.map { "\($0)" } ?? "some memory", reason.sentence)
    }

    private static let causes: [String: Writer] = moves.merging(holds) { first, _ in first }

    /// Codes of why a guest is moved, in the order of the controller's own list.
    private static let moves: [String: Writer] = [
        "idle-memory": { amount, _ in "it held \(amount) idle" },
        "room-reserved": { amount, _ in "an operator had reserved room, and it held \(amount) idle" },
        "growth-ahead": { amount, _ in
            "guests that grew were soon to need more than there was, and it held \(amount) idle"
        },
        "called-off": { amount, _ in "the pool had come \(amount) lower than asked for, so the rest was not needed" },
        "squeeze": { amount, _ in "idle memory did not suffice, and \(amount) of its reserve was wanted" },
        "over-fair-share": { amount, _ in
            "reserves did not suffice, and \(amount) of what it held above its fair share was wanted"
        },
        "above-ceiling": { amount, _ in "it was above its ceiling of \(amount)" },
        "below-floor": { amount, _ in "it was below its floor of \(amount)" },
        "distress": { amount, _ in "it was in distress and lacked \(amount) of its reserve" },
        "growing": { amount, _ in "it was growing and lacked \(amount) of its reserve" },
        "short-of-reserve": { amount, _ in "it lacked \(amount) of its reserve" },
        "unheard": { _, _ in "it no longer reported, and may have been too short of memory to do so" },
        "calm": { amount, _ in "the pool was calm with \(amount) to spare" },
        "no-progress": { amount, _ in
            "it had stopped \(amount) short of its target, and asking on would have made it kill processes"
        },
        "no-payoff": { _, _ in "its balloon had been inflated and the host had got nothing" },
        // The operator's own words stand in the daemon's sentence, and it is in the past tense already.
        "pinned": { _, sentence in sentence },
        "pin-unreachable": { amount, _ in "it had stopped \(amount) short of its pin, which is tried again later" },
    ]

    /// Codes of why a guest is held, which may stand as the reason why a move was refused or bounded.
    private static let holds: [String: Writer] = [
        "no-need": { _, _ in "nothing needed to change" },
        "connecting": { _, _ in "its connection was not up yet" },
        "socket-busy": { _, _ in "another client held its socket, or QEMU was stopped" },
        "unmanaged": { _, _ in
            "it had no balloon, driver or statistics to manage it by, or was booting or migrating"
        },
        "stale": { _, _ in "its statistics were too old to act upon" },
        "silent": { _, _ in "its QEMU did not answer" },
        "gone": { _, _ in "it was gone" },
        "not-running": { _, _ in "its processors did not run" },
        "guest-paused": { _, _ in "the operator had paused automatic control of it" },
        "pool-paused": { _, _ in "the operator had paused automatic control of the pool" },
        "backed-off": { _, _ in "it could not give what it had been asked for, and was left alone for a while" },
        "cannot-give": { _, _ in "inflating its balloon returned nothing to the host" },
        "awaiting-stats": { _, _ in "its last move was newer than its statistics" },
    ]

    private static let guardrails: [String: Writer] = [
        "pin-wins": { _, _ in "the operator's pin won" },
        "floor": { amount, _ in "its floor of \(amount) bit" },
        "ceiling": { amount, _ in "its ceiling of \(amount) bit" },
        "working-set": { amount, _ in "its working set and reserve of \(amount) bit" },
        "step-limit": { _, _ in "the step limit bit" },
        "dead-band": { amount, _ in "less than \(amount) was not worth the move" },
        "cool-down": { _, _ in "it had been moved the other way a moment before" },
        "headroom": { _, _ in "the pool's headroom bit" },
        "already-asked": { amount, _ in "it was already on its way to \(amount)" },
    ]
}
