import ArgumentParser
import ControlProtocol

struct ResumeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End what 'pause' began.",
        discussion: "Without a guest the pause of the pool ends, not those of single guests.")

    @Argument(help: "The guest's name; without it the pool.", completion: GuestNames.completion)
    var guest: String?

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(Resume(guest: guest), guest: guest, in: context) { _ in
            [guest.map { "\(Text.printable($0)): resumed" } ?? "automatic control is on"]
        }
    }
}
