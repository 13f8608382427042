import BalloonKit

/// Guests keep a large part of their memory while people work with them, idle or not, and a small part while nobody does.
///
/// The wish behind it: desktops that were idle over night must not begin the morning with the balloon in their way, and at
/// night the memory that they leave belongs to the batch guests. A guest works by day unless it is annotated
/// `hours = "night"`.
///
/// Both parts are wishes. Where they leave the pool no way to stay under its line, the built-in policy decides that cycle.
public struct OfficeHours: Policy {
    public static let manifest = PolicyManifest(
        name: "office-hours", version: "1",
        summary: "Keeps guests large while they are at work: by day, or by night when annotated hours = \"night\"",
        knobs: Timetable.knobs + [atWork, offWork])

    static let atWork = Knob(
        "at-work", "What a guest keeps of its maximum while it is at work, however idle", unit: "%", range: 0...100,
        default: 75)
    static let offWork = Knob(
        "off-work", "What it keeps while it is not", unit: "%", range: 0...100, default: 25)

    private let timetable: Timetable
    private let atWork: Double
    private let offWork: Double

    public init(knobs: KnobValues) {
        timetable = Timetable(knobs)
        atWork = knobs[Self.atWork] / 100
        offWork = knobs[Self.offWork] / 100
    }

    public func propose(_ briefing: Briefing) -> [Proposal] {
        let members = members(of: briefing)
        let raises = raises(members)
        let wanted = raises.reduce(ByteCount.zero) { $0 + $1.growth }
        // Whoever begins to work gets memory that others are asked for, even where the pool itself is short of none.
        let missing = max(briefing.shortage, wanted - briefing.headroom)
        if missing > .zero { return raises.map(\.proposal) + reclaims(missing, from: members) }
        if !raises.isEmpty { return raises.map(\.proposal) }
        return briefing.calmFor == nil ? [] : returns(of: briefing.room, to: members)
    }

    private func members(of briefing: Briefing) -> [Member] {
        let isDay = briefing.snapshot.clock.map(timetable.isOpen)
        return zip(briefing.snapshot.guests, briefing.assessments).compactMap { guest, assessment in
            let worksAtNight = guest.annotations["hours"] == "night"
            // Without a clock everybody might be at work.
            let isAtWork = isDay.map { $0 != worksAtNight } ?? true
            return Member(guest, assessment, isAtWork: isAtWork, share: isAtWork ? atWork : offWork)
        }
    }

    /// Those who have less than their part.
    private func raises(_ members: [Member]) -> [Raise] {
        members.filter { $0.isMovable && $0.actual < $0.part }.map { member in
            let growth = member.part - member.actual
            let reason = Reason(member.isAtWork ? "at-work" : "off-work", amount: growth)
            return Raise(growth: growth, proposal: Proposal(guest: member.name, target: member.part, reason: reason))
        }
    }

    /// From those who are off work first; among them from those who can spare most.
    private func reclaims(_ amount: ByteCount, from members: [Member]) -> [Proposal] {
        var missing = amount
        var proposals: [Proposal] = []
        let order = members.sorted { ($0.isAtWork ? 1 : 0, -$0.offer) < ($1.isAtWork ? 1 : 0, -$1.offer) }
        for member in order where member.offer > .zero && missing > .zero {
            let take = min(member.offer, missing)
            missing -= take
            let reason = Reason(member.isAtWork ? "spare" : "off-work", amount: take)
            proposals.append(Proposal(guest: member.name, target: member.least + (member.offer - take), reason: reason))
        }
        return proposals
    }

    /// Half of the room in one cycle, to those at work first: whoever needs memory next shall find some.
    private func returns(of room: ByteCount, to members: [Member]) -> [Proposal] {
        var left = room.scaled(by: 0.5)
        var proposals: [Proposal] = []
        for member in members.sorted(by: { $0.isAtWork && !$1.isAtWork }) where member.isMovable {
            let growth = min(member.ceiling - member.actual, left)
            guard growth >= Self.worthMoving else { continue }
            left -= growth
            let reason = Reason("room", amount: growth)
            proposals.append(Proposal(guest: member.name, target: member.actual + growth, reason: reason))
        }
        return proposals
    }

    private struct Raise {
        var growth: ByteCount
        var proposal: Proposal
    }

    private static let worthMoving = ByteCount.mebibytes(32)
}

extension Briefing {
    /// What has to come back for the forecast to lie between the two marks; nothing while it is below the upper one.
    var shortage: ByteCount {
        guard forecast.predicted > watermarks.high else { return .zero }
        return forecast.predicted - watermarks.low - (watermarks.high - watermarks.low).scaled(by: 0.5)
    }

    /// What could be given without the forecast leaving the low mark.
    var room: ByteCount { min(watermarks.low - forecast.predicted, headroom).clampedToZero }
}
