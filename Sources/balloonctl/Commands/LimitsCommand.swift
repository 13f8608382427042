import ArgumentParser
import BalloonKit
import ControlProtocol

struct LimitsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits", abstract: "Show or change a guest's floor, ceiling and shares.",
        discussion: "Without options the limits are shown. A percentage is of the guest's maximum.")

    @Argument(help: "The guest's name, as 'list' has it.", completion: GuestNames.completion)
    var guest: String

    @Option(
        name: .customLong("min"), help: ArgumentHelp("The floor: never squeezed below.", valueName: "size"),
        transform: checkSize)
    var floor: String?

    @Option(
        name: .customLong("max"),
        help: ArgumentHelp("The ceiling: never grown above; max for no ceiling.", valueName: "size"),
        transform: checkSize)
    var ceiling: String?

    @Option(name: .long, help: "The weight when memory is scarce, 1 to 50000; 1000 is ordinary.")
    var shares: Int?

    @Flag(name: .long, help: "Forget what was set here: the configuration's limits hold again.")
    var reset = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let shares, !GuestLimits.sharesRange.contains(shares) {
            throw ValidationError("shares are 1 to 50000, not \(shares)")
        }
    }

    func run(in context: Context) throws {
        if floor == nil, ceiling == nil, shares == nil, !reset {
            return try ask(QueryGuests(guest: guest), guest: guest, in: context) { reply in
                reply.guests.map { "\(Text.printable($0.name)): \(ShowCommand.limits($0))" }
            }
        }
        let request = SetLimits(
            guest: guest, floor: floor.map(TypedSize.text), ceiling: ceiling.map(TypedSize.text), shares: shares,
            reset: reset ? true : nil)
        try ask(request, guest: guest, in: context) { reply in
            let ceiling = reply.ceiling.map(\.description) ?? "its maximum"
            return [
                "\(Text.printable(reply.guest)): floor \(reply.floor), ceiling \(ceiling), shares \(reply.shares)"
            ]
        }
    }
}
