import ControlProtocol

/// Which move: no guest is moved twice in a millisecond.
struct MoveKey: Sendable, Hashable {
    var guest: String
    var time: UnixTime
}
