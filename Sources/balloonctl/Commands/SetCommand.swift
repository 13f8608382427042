import ArgumentParser
import BalloonKit
import ControlProtocol

struct SetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Pin a guest to a size.",
        discussion: """
            A pin wins over the policy until it expires or 'unset' removes it; it survives restarts of the daemon.
            With --wait the command shows the guest's progress, returns when it got there, within 1 MiB, and says how far \
            it came and why not when it did not within --timeout, 30s (exit status 2; the pin stays).
            """)

    @Argument(help: "The guest's name, as 'list' has it.", completion: GuestNames.completion)
    var guest: String

    @Argument(help: "The memory it shall see: 1G, 1.5GiB, 512M, 75%, max.", transform: checkSize)
    var size: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long the pin holds: 2h, 1h30m (default: until removed).", valueName: "time"),
        transform: parseSpan)
    var duration: Duration?

    @Option(name: .long, help: ArgumentHelp("Why, for others to see.", valueName: "text"))
    var reason: String?

    @Flag(name: .long, help: "Wait until the guest got there, at most --timeout.")
    var wait = false

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws { try action(in: context).run(in: context) }

    func action(in context: Context) -> SetAction {
        SetAction(
            request: SetPin(guest: guest, target: .text(size), duration: duration, reason: reason),
            connection: global.connection(in: context), showsJSON: global.json,
            patience: wait ? global.timeout ?? SetAction.defaultPatience : nil)
    }
}
