import BalloonKit

/// Gold, silver and bronze guests: memory is taken from bronze first and given to gold first.
///
/// The contract behind it: a gold guest is not squeezed at all, and gives even idle memory only after silver has given all of
/// its own, which gives only after bronze has. The guest's tier is its annotation `tier`; without one it is silver.
///
/// Where this leaves the pool no way to stay under its line, the built-in policy decides that cycle.
public struct Tiers: Policy {
    public static let manifest = PolicyManifest(
        name: "tiers", version: "1",
        summary: "Takes from bronze before silver before gold, gives the other way round, and never squeezes gold",
        knobs: [squeezedReserve])

    static let squeezedReserve = Knob(
        "squeezed-reserve", "What a bronze or silver guest keeps of its reserve when idle memory does not suffice",
        unit: "%", range: 20...100, default: 40)

    private let squeezedReserve: Double

    public init(knobs: KnobValues) {
        squeezedReserve = knobs[Self.squeezedReserve] / 100
    }

    public func propose(_ briefing: Briefing) -> [Proposal] {
        let members = zip(briefing.snapshot.guests, briefing.assessments).compactMap(Member.init)
        let needs = needs(of: members)
        let wanted = members.reduce(ByteCount.zero) { $0 + $1.growth }
        let missing = max(briefing.shortage, wanted - briefing.headroom)
        if missing > .zero {
            // Guests are squeezed only while the line is in danger.
            return needs + reclaims(missing, from: members.filter { $0.need == nil }, mayHurt: briefing.isInDanger)
        }
        if !needs.isEmpty { return needs }
        return briefing.calmFor == nil ? [] : slack(briefing.room, to: members)
    }

    /// What guests in distress need, gold first: grants use up the headroom in the order in which they are proposed.
    private func needs(of members: [Member]) -> [Proposal] {
        members.fromGold.compactMap { member in member.need.map { member.proposal($0, "distress", member.growth) } }
    }

    /// Idle memory of bronze, silver and gold in turn, within a tier from the idlest first. If that does not suffice, what
    /// bronze and then silver can do without for a while.
    private func reclaims(_ amount: ByteCount, from members: [Member], mayHurt: Bool) -> [Proposal] {
        var missing = amount
        var cuts: [String: Proposal] = [:]
        for member in members.fromBronze where missing > .zero && member.idle > .zero {
            let take = min(member.idle, missing)
            missing -= take
            cuts[member.name] = member.proposal(member.kept + (member.idle - take), "idle", take)
        }
        for member in members.fromBronze where missing > .zero && mayHurt && member.tier != .gold {
            let take = min(member.spare(leaving: squeezedReserve), missing)
            guard take > .zero else { continue }
            missing -= take
            cuts[member.name] = member.proposal(member.kept - take, "squeeze", take)
        }
        return members.compactMap { cuts[$0.name] }
    }

    /// Half of the room in one cycle, to gold first: whoever needs memory next shall find some.
    private func slack(_ room: ByteCount, to members: [Member]) -> [Proposal] {
        var left = room.scaled(by: 0.5)
        var proposals: [Proposal] = []
        for member in members.fromGold where member.assessment.isMovable {
            let growth = min(member.ceiling - member.actual, left)
            guard growth >= Self.worthMoving else { continue }
            left -= growth
            proposals.append(member.proposal(member.actual + growth, "room", growth))
        }
        return proposals
    }

    private static let worthMoving = ByteCount.mebibytes(32)
}

extension Briefing {
    /// What has to come back for the forecast to lie between the two marks; nothing while it is below the upper one.
    var shortage: ByteCount {
        guard forecast.predicted > watermarks.high else { return .zero }
        return forecast.predicted - watermarks.low - (watermarks.high - watermarks.low).scaled(by: 0.5)
    }

    /// The line is about to be crossed.
    var isInDanger: Bool { forecast.predicted > watermarks.limit }

    /// What could be given without the forecast leaving the low mark.
    var room: ByteCount { min(watermarks.low - forecast.predicted, headroom).clampedToZero }
}

extension [Member] {
    /// Bronze first, within a tier the idlest first.
    var fromBronze: [Member] { sorted { ($0.tier.rank, $1.idle) < ($1.tier.rank, $0.idle) } }
    /// Gold first, within a tier in the order of names.
    var fromGold: [Member] { sorted { ($1.tier.rank, $0.name) < ($0.tier.rank, $1.name) } }
}
