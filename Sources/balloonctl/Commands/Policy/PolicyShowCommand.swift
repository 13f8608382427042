import ArgumentParser
import ControlProtocol

struct PolicyShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show who decides, who runs in shadow, and how they do.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(QueryPolicy(), in: context) { report in
            let active = PolicyText(report.active, role: "policy", report: report)
            let shadow = report.shadow.map { PolicyText($0, role: "shadow", report: report) }
            return active.lines(console: context.console)
                + (shadow.map { [""] + $0.lines(console: context.console) } ?? [])
        }
    }
}
