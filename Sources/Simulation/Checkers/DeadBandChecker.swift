import BalloonKit
import Controller

/// What only ends a running reclaim earlier is no move. Small moves are not worth their disturbance; a guest in need is exempt, and in danger a quarter of the band suffices.
///
/// What was asked is not asked again, with one exception that the order of guardrails makes: headroom comes after the dead
/// band, and may clamp a grant to less than the grant that stands.
public struct DeadBandChecker: Checker {
    public let name = "dead-band"
    public let rule = "No command is smaller than the dead band, and none repeats what was asked already."

    private static let least = ByteCount.mebibytes(1)
    /// A grant that headroom clamped is rounded down to the page.
    private static let rounding = ByteCount.page
    private let allowsLowering: Bool

    /// - Parameter allowsLowering: A grant that headroom clamped may lower the one that stands.
    public init(allowsLowering: Bool = true) { self.allowsLowering = allowsLowering }

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        for guest in cycle.guests {
            guard let command = guest.command, command.action == .reclaim || command.action == .grant,
                !guest.isEasing
            else { continue }
            let band = band(guest, command.from, isGrant: command.action == .grant, cycle)
            let change = (command.to - command.from).magnitude
            if change + Self.rounding < band {
                findings.add(self, guest.name, "a \(command.action.rawValue) of \(change) within a band of \(band)")
            }
            guard let standing = guest.known.sample.target, standing != command.from,
                (standing < command.from) == (command.to < command.from)
            else { continue }
            if allowsLowering, command.action == .grant, guest.isClamped(by: .headroom) { continue }
            let isLess = command.action == .reclaim ? standing <= command.to : standing >= command.to
            if isLess || (standing - command.to).magnitude < band {
                findings.add(self, guest.name, "asked for \(command.to) on its way to \(standing)")
            }
        }
    }

    private func band(
        _ guest: CheckedGuest, _ actual: ByteCount, isGrant: Bool, _ cycle: CheckedCycle
    ) -> ByteCount {
        if isGrant, guest.isInNeed { return Self.least }
        let worth = max(cycle.settings.deadBand, actual.scaled(by: 0.02))
        let reserve = guest.verdict?.assessment.reserve ?? .zero
        let band = max(Self.least, min(worth, reserve.scaled(by: 0.25)))
        return cycle.isCrossing ? band.scaled(by: 0.25) : band
    }
}
