import BalloonKit
import Controller

/// Even in need and in danger a bound holds: a guest that is turned more often than this is not managed but shaken.
///
/// Turned is: a policy's reclaim after a grant or the reverse. A minute of cool-downs allows 6, distress on either side of
/// each another 6.
public struct FlipChecker: Checker {
    public let name = "flips"
    public let rule = "No guest is turned more than twelve times a minute."

    private static let window = 60.0
    private static let most = 12

    private struct Turns: Sendable {
        var wasReclaim: Bool
        var times: [Double] = []
    }

    private var turns: [String: Turns] = [:]

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        if cycle.hasRestarted { turns = [:] }
        for guest in cycle.guests {
            guard let command = guest.command, command.action == .reclaim || command.action == .grant else { continue }
            let isReclaim = command.action == .reclaim
            var mine = turns[guest.name] ?? Turns(wasReclaim: isReclaim)
            mine.times.removeAll { cycle.world.time - $0 > Self.window }
            if mine.wasReclaim != isReclaim { mine.times.append(cycle.world.time) }
            mine.wasReclaim = isReclaim
            if mine.times.count > Self.most {
                findings.add(self, guest.name, "turned \(mine.times.count) times in a minute")
                mine.times = []
            }
            turns[guest.name] = mine
        }
    }
}
