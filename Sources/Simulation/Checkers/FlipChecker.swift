import BalloonKit
import Controller

/// Even in need and in danger a bound holds: a guest that is turned in every cycle is not managed but shaken.
///
/// Turned is: a policy's reclaim after a grant or the reverse. Cool-downs alone would allow 6 a minute; need and danger are
/// exempt from them, and the controller documents no bound for these. So the bound is one that no sense can be made of; the
/// most that was seen is told beside it.
public struct FlipChecker: Checker {
    public let name = "flips"
    public let rule: String

    private static let window = 60.0
    private let most: Int

    private struct Turns: Sendable {
        var wasReclaim: Bool
        var times: [Double] = []
    }

    private var turns: [String: Turns] = [:]

    /// - Parameter most: Turns of one guest in a minute.
    public init(most: Int = 60) {
        self.most = most
        rule = "No guest is turned more than \(most) times a minute."
    }

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        if cycle.hasRestarted { turns = [:] }
        for guest in cycle.guests {
            guard let command = guest.command, command.action == .reclaim || command.action == .grant,
                !guest.isEasing
            else { continue }
            let isReclaim = command.action == .reclaim
            var mine = turns[guest.name] ?? Turns(wasReclaim: isReclaim)
            mine.times.removeAll { cycle.world.time - $0 > Self.window }
            if mine.wasReclaim != isReclaim { mine.times.append(cycle.world.time) }
            mine.wasReclaim = isReclaim
            findings.measure("turns of a guest in a minute", mine.times.count)
            if mine.times.count > most {
                findings.add(self, guest.name, "turned \(mine.times.count) times in a minute")
                mine.times = []
            }
            turns[guest.name] = mine
        }
    }
}
