import BalloonKit

/// Room that an operator asked for, and who has come into it since.
///
/// Not persisted: it ends by itself within an hour. The controller sees only what is left to be held, in
/// ``BalloonKit/Snapshot/heldRoom``.
public struct RoomReservation: Sendable, Hashable {
    public let asked: ByteCount
    /// When it ends.
    public let end: MonotonicTime
    public let setBy: String
    /// Those that held memory when it was made, by name: a guest of theirs that is started again is no newcomer.
    private let incumbents: Set<String>
    /// The most that each newcomer was seen to hold. What it gives back later goes to the pool, not to the reservation.
    private var takes: [String: ByteCount] = [:]

    /// An hour: nobody should pay for a forgotten one.
    public static let longest = Duration.seconds(3600)
    public static let ordinary = Duration.seconds(60)

    /// - Parameter present: the guests of now. One without resident memory has yet to come.
    public init(_ asked: ByteCount, until end: MonotonicTime, setBy: String, present: [GuestSample]) {
        self.asked = asked
        self.end = end
        self.setBy = setBy
        incumbents = Set(present.filter { ($0.resident ?? $0.actual ?? .zero) > .zero }.map(\.name))
    }

    /// What newcomers have taken, at most what was asked for.
    public var taken: ByteCount { Swift.min(takes.values.reduce(.zero, +), asked) }
    public var held: ByteCount { asked - taken }

    public func hasEnded(at now: MonotonicTime) -> Bool { now >= end }

    /// Takes in what guests hold now. What a newcomer had taken is held again when it is gone.
    public mutating func observe(_ guests: [GuestSample]) {
        var seen: [String: ByteCount] = [:]
        for guest in guests where !incumbents.contains(guest.name) {
            guard guest.state != .gone, let resident = guest.resident, resident > .zero else { continue }
            seen[guest.name] = Swift.max(resident, takes[guest.name] ?? .zero)
        }
        takes = seen
    }
}
