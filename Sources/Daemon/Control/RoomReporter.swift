import BalloonKit
import ControlProtocol
import Controller

/// Tells how an operator's reservation stands. Values in, values out.
struct RoomReporter {
    let book: RoomBook
    /// Nil before the first cycle.
    let record: CycleRecord?
    let isDryRun: Bool
    let now: MonotonicTime

    var report: RoomReport {
        guard let reservation = book.current else { return none }
        let plan = latestPlan
        var report = RoomReport(
            asked: reservation.asked, taken: reservation.taken, room: room, possible: plan?.possible ?? room + idle,
            state: state(of: reservation, plan))
        report.remaining = Swift.max(reservation.end - now, .zero)
        report.setBy = reservation.setBy
        if report.state == RoomReport.short { report.reason = shortfall(plan) }
        return report
    }

    private var none: RoomReport {
        guard let last = book.expired else {
            return RoomReport(asked: .zero, taken: .zero, room: room, possible: room + idle, state: RoomReport.none)
        }
        var report = RoomReport(
            asked: last.asked, taken: last.taken, room: room, possible: room + idle, state: RoomReport.expired)
        report.reason = "its time was over \((now - last.end).text) ago"
        report.setBy = last.setBy
        return report
    }

    /// Of the last cycle; nil while that did not know of this reservation.
    private var latestPlan: RoomPlan? {
        guard let record, record.snapshot.heldRoom == book.held else { return nil }
        return record.decision.room
    }

    private var room: ByteCount {
        record.map { $0.decision.watermarks.limit - $0.snapshot.pool.used } ?? .zero
    }

    /// What guests that can give hold idle, for as long as no cycle has worked it out for the reservation.
    private var idle: ByteCount {
        record?.decision.verdicts.reduce(.zero) { $1.assessment.canGive ? $0 + $1.assessment.idle : $0 } ?? .zero
    }

    private func state(of reservation: RoomReservation, _ plan: RoomPlan?) -> String {
        if reservation.held == .zero { return RoomReport.used }
        if room >= reservation.held { return RoomReport.held }
        return isDryRun || plan?.isShort == true ? RoomReport.short : RoomReport.making
    }

    private func shortfall(_ plan: RoomPlan?) -> String {
        isDryRun ? "dry run: nothing is taken from guests" : plan?.shortfall ?? "it is not there"
    }
}
