import ArgumentParser
import ControlProtocol

struct PolicyListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the built-in policy and the plugins there are.",
        discussion: "Whether a plugin loads is only known once it is used, or with 'balloonctl policy check FILE'.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(QueryPolicy(), in: context) { report in
            Self.table(report).lines(width: context.console.width, colour: context.console.hasColour)
        }
    }

    static func table(_ report: PolicyReport) -> Table {
        var table = Table(columns: [
            Table.Column(title: "NAME"),
            Table.Column(title: "ROLE"),
            Table.Column(title: "FILE", expendability: 2),
            Table.Column(title: "PROBLEM", expendability: 1, isElastic: true),
        ])
        table.rows = rows(report).map { file in
            [
                Table.Cell(file.name), role(of: file, in: report), Table.Cell(file.file),
                Table.Cell(file.problem ?? "", .red),
            ]
        }
        return table
    }

    /// The built-in policy, what was found, and what is in use although it was not found there.
    private static func rows(_ report: PolicyReport) -> [PolicyFileReport] {
        let found = [PolicyFileReport(name: builtInName, file: Figures.unknown)] + report.available
        let used = [report.active, report.shadow].compactMap { $0 }.filter { status in
            !found.contains { isSame(status, $0) }
        }
        return found + used.map { PolicyFileReport(name: $0.name, file: $0.file ?? Figures.unknown) }
    }

    private static func role(of file: PolicyFileReport, in report: PolicyReport) -> Table.Cell {
        let roles = [(report.active, "active"), (report.shadow, "shadow")]
        guard
            let (status, role) = roles.lazy.compactMap({ status, role in status.map { ($0, role) } })
                .first(where: { isSame($0.0, file) })
        else { return Table.Cell("") }
        let state = status.state == "running" ? "" : ", \(PolicyText.word(forState: status.state))"
        return Table.Cell(role + state, PolicyText.style(ofState: status.state))
    }

    private static func isSame(_ status: PolicyStatus, _ file: PolicyFileReport) -> Bool {
        status.file.map { $0 == file.file } ?? (status.name == file.name)
    }
}

/// As the daemon calls the policy that needs no plugin.
let builtInName = "built-in"
