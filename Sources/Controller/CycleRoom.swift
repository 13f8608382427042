import BalloonKit

extension Cycle {
    /// Statistics come once a second: what looks missing for less long than this may be on its way.
    private static let roomPatience = Duration.seconds(3)

    /// What can be had of the room that an operator reserved.
    mutating func planRoom() {
        let held = snapshot.heldRoom.clampedToZero
        guard held > .zero else {
            state.roomMissingSince = nil
            return room = nil
        }
        var plan = RoomPlan(
            held: held, room: marks.limit - snapshot.pool.used, inFlight: forecast.inFlight, idle: idleOfMovable().idle,
            underFloors: .zero, outOfReach: .zero)
        for index in appraisals.indices { addHints(index, to: &plan) }
        state.roomMissingSince = plan.missing > .zero ? state.roomMissingSince ?? now : nil
        plan.isShort = state.roomMissingSince.map { now - $0 >= Self.roomPatience } ?? false
        room = plan
    }

    private func addHints(_ index: Int, to plan: inout RoomPlan) {
        let appraisal = appraisals[index]
        let assessment = appraisal.assessment
        switch appraisal.obstacle {
        case .pinned?, .guestPaused?, .poolPaused?: plan.outOfReach += assessment.idle
        case nil:
            guard appraisal.refusal == nil || appraisal.refusal == .awaitingStatistics,
                let workingSet = assessment.workingSet
            else { return }
            let reserve = assessment.isGrowing ? assessment.reserve.times(2) : assessment.reserve
            let needed = Swift.min(workingSet + reserve, appraisal.memory.standing)
            plan.underFloors += (appraisal.memory.returned(at: needed) - assessment.idle).clampedToZero
        default: return
        }
    }
}
