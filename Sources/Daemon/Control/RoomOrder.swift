import BalloonKit
import ControlProtocol
import Controller
import QMP

/// A `reserve` that was checked.
struct RoomOrder {
    /// Zero releases what is held.
    var size: ByteCount
    var duration: Duration

    /// - Parameter total: of the pool, for sizes in percent; nil before the first cycle.
    /// - Throws: ``ControlFailure`` for a size that is none or more than the pool has, and for a time out of 1 s ... 1 h.
    init(_ command: ReserveRoom, total: ByteCount?) throws(ControlFailure) {
        duration = command.duration ?? RoomReservation.ordinary
        guard duration >= .seconds(1), duration <= RoomReservation.longest else {
            throw ControlFailure(
                .genericError,
                "room is held for 1 s to \(RoomReservation.longest.text), not \(duration.text): a forgotten reservation ends by itself"
            )
        }
        let expression: SizeExpression
        do {
            expression = try command.size.expression()
        } catch {
            throw ControlFailure(.genericError, error.description)
        }
        guard expression != .maximum else {
            throw ControlFailure(.genericError, "'max' is a guest's maximum: say how much room, as in 4G or 20%")
        }
        guard let total else {
            throw ControlFailure(.genericError, "no cycle has run yet: the pool could not be read so far")
        }
        size = expression.resolved(of: total).roundedDown(to: .page)
        guard size <= total else {
            throw ControlFailure(.genericError, "the whole pool has \(total): \(size) cannot be held in it")
        }
    }
}
