import ArgumentParser
import ControlProtocol

struct ListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all guests, one a line.",
        discussion: """
            ACTUAL is the memory the guest sees, RSS what its QEMU holds of the host, AVAIL what the guest could have \
            without swapping. On a narrow terminal columns are left out; --json has everything.
            """)

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(QueryGuests(), in: context) { reply in
            guard !reply.guests.isEmpty else { return ["no guests"] }
            return Self.table(reply.guests).lines(
                width: context.console.width, colour: context.console.hasColour)
        }
    }

    static func table(_ guests: [GuestReport]) -> Table {
        var table = Table(columns: [
            Table.Column(title: "NAME"),
            Table.Column(title: "STATE"),
            Table.Column(title: "ACTUAL", isNumber: true),
            Table.Column(title: "TARGET", isNumber: true, expendability: 1),
            Table.Column(title: "MAX", isNumber: true, expendability: 2),
            Table.Column(title: "RSS", isNumber: true, expendability: 4),
            Table.Column(title: "AVAIL", isNumber: true, expendability: 3),
            Table.Column(title: "FLOOR", isNumber: true, expendability: 6),
            Table.Column(title: "PIN", isNumber: true, expendability: 5),
            Table.Column(title: "REASON", expendability: 7, isElastic: true),
        ])
        table.rows = guests.map(row)
        return table
    }

    private static func row(_ guest: GuestReport) -> [Table.Cell] {
        let state = guest.isPaused ? "\(guest.state), paused" : guest.state
        return [
            Table.Cell(guest.name),
            Table.Cell(state, .ofState(guest.state)),
            Table.Cell(Figures.brief(guest.actual)),
            Table.Cell(Figures.brief(guest.target)),
            Table.Cell(Figures.brief(guest.maximum)),
            Table.Cell(Figures.brief(guest.resident)),
            Table.Cell(Figures.brief(guest.available), guest.isInDistress ? .red : .plain),
            Table.Cell(Figures.brief(guest.floor)),
            Table.Cell(Figures.brief(guest.pin?.target)),
            Table.Cell(reason(guest)),
        ]
    }

    /// What matters most now: why it is not fresh, else why it was moved or held.
    private static func reason(_ guest: GuestReport) -> String {
        if guest.state != "fresh", let reason = guest.stateReason, !reason.isEmpty { return reason }
        if let reason = guest.lastReason, !reason.isEmpty { return reason }
        return guest.stateReason ?? ""
    }
}
