import ArgumentParser
import BalloonKit
import ControlProtocol

struct ShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show everything known about one guest.")

    @Argument(help: "The guest's name, as 'list' has it.", completion: GuestNames.completion)
    var guest: String

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(QueryGuests(guest: guest), guest: guest, in: context) { reply in
            reply.guests.first.map { Self.fields($0).lines(console: context.console) } ?? ["no guests"]
        }
    }

    static func fields(_ guest: GuestReport) -> FieldList {
        var fields = FieldList()
        fields.add("name", guest.name, .bold)
        fields.add("state", guest.state, .ofState(guest.state))
        fields.add("because", guest.stateReason)
        if guest.isRunning == false { fields.add("running", "no: its processors are stopped", .yellow) }
        if guest.isPaused { fields.add("control", "paused by an operator", .yellow) }
        if guest.isInDistress { fields.add("distress", "short of memory", .red) }
        fields.add("actual", Figures.bytes(guest.actual))
        fields.add("target", Figures.bytes(guest.target))
        fields.add("maximum", Figures.bytes(guest.maximum))
        fields.add("limits", limits(guest))
        fields.add("available", Figures.bytes(guest.available))
        fields.add("working set", Figures.bytes(guest.workingSet))
        fields.add("reserve", Figures.bytes(guest.reserve))
        fields.add("idle", Figures.bytes(guest.idle))
        fields.add("resident", Figures.bytes(guest.resident))
        fields.add("statistics", guest.statisticsAge.map { "\(Figures.span($0)) old" } ?? "none")
        fields.add("pin", guest.pin.map(pin) ?? "none")
        if !guest.annotations.isEmpty { fields.add("annotations", AnnotateCommand.text(guest.annotations)) }
        fields.add("last action", lastAction(guest))
        fields.add("pid", guest.pid.map { "\($0)" })
        fields.add("socket", guest.socket)
        return fields
    }

    static func limits(_ guest: GuestReport) -> String {
        let ceiling = guest.ceiling.map(\.description) ?? "its maximum"
        return "floor \(Figures.bytes(guest.floor)), ceiling \(ceiling), shares \(Figures.count(guest.shares))"
    }

    static func pin(_ pin: PinReport) -> String {
        let end = pin.remaining.map { "for another \(Figures.span($0))" } ?? "until removed"
        let reason = pin.reason.map { ": \($0)" } ?? ""
        return "\(pin.target) \(end), set by \(pin.setBy)\(reason)"
    }

    private static func lastAction(_ guest: GuestReport) -> String? {
        guard let action = guest.lastAction else { return nil }
        let moved = guest.lastMove.map { ", moved \(Figures.span($0)) ago" } ?? ""
        return action + moved + (guest.lastReason.map { ": \($0)" } ?? "")
    }
}
