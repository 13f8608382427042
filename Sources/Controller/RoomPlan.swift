import BalloonKit

/// What an operator's reservation meets in one cycle: what is there, what can be had, and what is missing.
///
/// A reservation takes idle memory and nothing else. One that cannot be had takes nothing at all: no guest pays for a no.
public struct RoomPlan: Sendable, Hashable {
    /// To be held: what was reserved, less what newcomers have taken.
    public var held: ByteCount
    /// Free under the limit now; negative over it.
    public var room: ByteCount
    /// Being reclaimed, and not yet there.
    public var inFlight: ByteCount
    /// What balloons could return besides without touching a reserve.
    public var idle: ByteCount
    /// What they could return besides if floors were lower.
    public var underFloors: ByteCount
    /// Idle memory of guests that are pinned or paused.
    public var outOfReach: ByteCount
    /// It cannot be had, and has not been for a few seconds: not only because statistics are on their way.
    public var isShort = false

    /// What could be had at most.
    public var possible: ByteCount { room + inFlight + idle }
    public var missing: ByteCount { (held - possible).clampedToZero }
    public var isThere: Bool { room >= held }

    /// Idle memory to be reclaimed now; zero while none needs to be, and where the room cannot be had.
    func toMake(_ forecast: Forecast, _ marks: Watermarks) -> ByteCount {
        let spokenFor = forecast.spokenFor(holding: held)
        guard spokenFor > marks.high, missing == .zero else { return .zero }
        return spokenFor - Goal.middle(marks)
    }
}

extension RoomPlan {
    /// How it stands, without a full stop; for one that is short also what would help.
    public var sentence: String {
        if isThere { return "room of \(held) is held for an operator" }
        guard isShort else {
            return "room of \(held) is being made for an operator: \(room.clampedToZero) is free under the limit"
        }
        return "room of \(held) cannot be had: \(shortfall)"
    }

    /// What there is, what is missing, and what would help.
    public var shortfall: String {
        var parts = ["\(room.clampedToZero) is free under the limit"]
        if inFlight >= Self.worthSaying { parts.append("\(inFlight) is being reclaimed") }
        parts.append(idle >= Self.worthSaying ? "guests hold \(idle) idle" : "guests hold nothing idle")
        return parts.joined(separator: ", ") + "; \(missing) is missing. " + help
    }

    private static let worthSaying = ByteCount.mebibytes(1)

    private var help: String {
        var ways: [String] = []
        if underFloors >= Self.worthSaying { ways.append("lower floors (they keep \(underFloors) from being taken)") }
        if outOfReach >= Self.worthSaying { ways.append("unpin or resume guests (they hold \(outOfReach) idle)") }
        ways += ["stop a guest", "raise the limit"]
        let last = ways.removeLast()
        return "What would help: \(ways.joined(separator: ", ")) or \(last)"
    }
}

extension Forecast {
    /// What used memory comes to with reserved room counted as used. Growth that is foreseen fills that room first: whoever is
    /// expected comes into it.
    func spokenFor(holding room: ByteCount) -> ByteCount {
        Swift.max(predicted, (used - inFlight).clampedToZero + room.clampedToZero)
    }
}

extension Briefing {
    /// The forecast with reserved room counted as used.
    var spokenFor: ByteCount { forecast.spokenFor(holding: snapshot.heldRoom) }
}
