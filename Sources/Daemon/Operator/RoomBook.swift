import BalloonKit
import Controller

/// The operator's reservation of room: the one that holds, and the last that ended by its time.
struct RoomBook {
    /// How long the end of a reservation is told to those who ask.
    static let memory = Duration.seconds(300)

    private(set) var current: RoomReservation?
    private(set) var expired: RoomReservation?

    /// What is still to be held; zero without a reservation.
    var held: ByteCount { current?.held ?? .zero }

    /// Takes the place of what was reserved before; nil releases it.
    mutating func reserve(_ reservation: RoomReservation?) {
        current = reservation
        expired = nil
    }

    /// Takes in what guests hold, and ends what is over.
    /// - Returns: the reservation that has ended with this call.
    mutating func follow(_ guests: [GuestSample], at now: MonotonicTime) -> RoomReservation? {
        if let last = expired, now - last.end >= Self.memory { expired = nil }
        guard let reservation = current else { return nil }
        guard !reservation.hasEnded(at: now) else {
            expired = reservation
            current = nil
            return reservation
        }
        current?.observe(guests)
        return nil
    }
}
