import ArgumentParser
import ControlProtocol

struct ReloadCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Have the daemon read its configuration again.",
        discussion: "A configuration with an error is refused, and the old one stays.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(Reload(), in: context) { _ in ["configuration reloaded"] }
    }
}
