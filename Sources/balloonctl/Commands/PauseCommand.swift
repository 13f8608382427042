import ArgumentParser
import ControlProtocol

struct PauseCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Take a guest, or all, out of automatic control; pins still hold.")

    @Argument(help: "The guest's name; without it all guests.", completion: GuestNames.completion)
    var guest: String?

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(Pause(guest: guest), guest: guest, in: context) { _ in
            [guest.map { "\(Text.printable($0)): paused" } ?? "automatic control is paused"]
        }
    }
}
