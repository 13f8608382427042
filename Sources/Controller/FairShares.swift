import BalloonKit

/// What each guest is entitled to while memory is scarce: what it says it needs, up to the common level by shares.
///
/// A guest can claim any need. Its claim protects it up to here and no further, so lying does not pay.
struct FairShares: Sendable {
    private let amounts: [Double]

    /// `growing`: Guests that are to be given memory: they count with twice their reserve, all others with what a
    /// squeeze would leave them.
    init(_ briefing: Briefing, growing: Set<Int> = []) {
        let guests = briefing.snapshot.guests
        var held = ByteCount.zero
        var vessels: [WaterFilling.Vessel] = []
        vessels.reserveCapacity(guests.count)
        for (index, assessment) in briefing.assessments.enumerated() {
            let guest = guests[index]
            let holding = assessment.holding(of: guest)
            // Not what it will hold: what is in flight is still part of used memory.
            held += assessment.resident ?? .zero
            let isGrowing = growing.contains(index)
            let reserve = isGrowing ? assessment.reserve.times(2) : assessment.squeezedReserve
            // Host memory is divided: of what a guest calls its need, that counts which it holds or is about to hold.
            let holds = isGrowing ? holding + reserve : holding
            let need = assessment.workingSet.map { Swift.min($0 + reserve, holds) } ?? holding
            let floor = assessment.floor ?? .zero
            vessels.append(
                .init(
                    lower: Double(floor.bytes), upper: Double(Swift.max(floor, need).bytes), weight: guest.weight))
        }
        let rest = (briefing.forecast.used - held).clampedToZero
        let total = (Goal.middle(briefing.watermarks) - rest).clampedToZero
        amounts = WaterFilling.divide(Double(total.bytes), among: vessels)
    }

    subscript(index: Int) -> ByteCount { ByteCount(1).scaled(by: amounts[index].rounded()) }
}
