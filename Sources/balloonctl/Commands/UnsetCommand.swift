import ArgumentParser
import ControlProtocol

struct UnsetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Remove a guest's pin: the policy decides again.")

    @Argument(help: "The guest's name, as 'list' has it.", completion: GuestNames.completion)
    var guest: String

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(RemovePin(guest: guest), guest: guest, in: context) { reply in
            let name = Text.printable(reply.guest)
            return [reply.removed ? "\(name): pin removed" : "\(name): there was no pin"]
        }
    }
}
