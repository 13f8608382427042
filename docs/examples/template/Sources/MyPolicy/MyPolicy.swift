import BalloonKit

/// Takes memory that guests do not use while the pool is short of it, and gives it back when it is not.
///
/// Change it. A policy is a value that remembers nothing: all it may know comes with the briefing, and all it can do is to
/// propose targets. Guests for which it proposes nothing stay as they are. Whatever it proposes, guardrails run after it, a
/// guest in distress is helped, and the built-in policy decides where the line would be crossed.
public struct MyPolicy: Policy {
    public static let manifest = PolicyManifest(
        name: "my-policy", version: "1", summary: "Takes idle memory, most from the guest that has most",
        knobs: [generosity])

    static let generosity = Knob(
        "generosity", "How much of the room below the low mark goes back to guests in one cycle", unit: "%",
        range: 0...100, default: 50)

    private let generosity: Double

    public init(knobs: KnobValues) {
        generosity = knobs[Self.generosity] / 100
    }

    public func propose(_ briefing: Briefing) -> [Proposal] {
        briefing.isShort ? reclaims(briefing) : briefing.calmFor != nil ? grants(briefing) : []
    }

    /// Until the forecast is back between the marks: what the idlest guest can spare, then the next.
    private func reclaims(_ briefing: Briefing) -> [Proposal] {
        var missing = briefing.shortage
        var proposals: [Proposal] = []
        for guest in briefing.assessments.filter(\.canGive).sorted(by: { $0.idle > $1.idle }) where missing > .zero {
            let take = min(guest.idle, missing)
            missing -= take
            let target = guest.kept + (guest.idle - take)
            proposals.append(Proposal(guest: guest.name, target: target, reason: .init("idle", amount: take)))
        }
        return proposals
    }

    /// To each guest below its ceiling the same part of what can be spared.
    private func grants(_ briefing: Briefing) -> [Proposal] {
        let small = zip(briefing.snapshot.guests, briefing.assessments).filter { guest, assessment in
            assessment.isMovable && guest.sample.actual ?? .max < assessment.ceiling ?? .zero
        }
        let room = briefing.room.scaled(by: generosity / Double(max(small.count, 1)))
        guard room >= .mebibytes(32) else { return [] }
        return small.map { guest, assessment in
            let target = min((guest.sample.actual ?? .zero) + room, assessment.ceiling ?? .zero)
            return Proposal(guest: assessment.name, target: target, reason: .init("room", amount: room))
        }
    }
}

extension Briefing {
    /// The forecast is over the high mark: memory has to come back.
    var isShort: Bool { forecast.predicted > watermarks.high }

    /// What has to come back for the forecast to lie between the two marks.
    var shortage: ByteCount {
        (forecast.predicted - watermarks.low - (watermarks.high - watermarks.low).scaled(by: 0.5)).clampedToZero
    }

    /// What could be given without the forecast leaving the low mark.
    var room: ByteCount { min(watermarks.low - forecast.predicted, headroom).clampedToZero }
}
