import ArgumentParser
import BalloonKit
import ControlProtocol

struct PolicyDiffCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what the policy in shadow would have done.",
        discussion: """
            DIFFERS counts cycles in which the two would have sent the guest something else; MOVED and SHADOW are what each \
            sent, or would have sent, up and down together. Both are asked about the same guests, as they are under the \
            policy that decides: over time the shadow would have made other guests of them.
            """)

    @Option(name: .long, help: ArgumentHelp("How many of the last differences to show, 0 to 200.", valueName: "number"))
    var last = 10

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (0...200).contains(last) else { throw ValidationError("--last is 0 to 200, not \(last)") }
    }

    func run(in context: Context) throws {
        try ask(QueryPolicyDiff(), in: context) { report in
            let console = context.console
            var lines = Self.fields(report).lines(console: console)
            let tables = [
                Self.table(report.guests.filter { $0.differing > 0 }), Self.table(report.differences.suffix(last)),
            ]
            for table in tables where !table.rows.isEmpty {
                lines += [""] + table.lines(width: console.width, colour: console.hasColour)
            }
            return lines
        }
    }

    static func fields(_ report: PolicyDiffReport) -> FieldList {
        var fields = FieldList()
        let since = report.since.map { ", for \(Figures.span($0))" } ?? ""
        fields.add("compared", "\(report.shadow) in shadow with \(report.active)\(since)")
        let share = report.cycles > 0 ? Double(report.differing) / Double(report.cycles) : nil
        let unanswered = report.unanswered > 0 ? "; \(report.unanswered) more without an answer" : ""
        fields.add(
            "cycles", "\(report.cycles), \(report.differing) of them differ (\(Figures.percent(share)))\(unanswered)")
        fields.add("moved", "\(report.moved); \(report.shadow) would have moved \(report.shadowMoved)")
        return fields
    }

    static func table(_ guests: [PolicyDiffGuest]) -> Table {
        var table = Table(columns: [
            Table.Column(title: "NAME"),
            Table.Column(title: "CYCLES", isNumber: true, expendability: 1),
            Table.Column(title: "DIFFERS", isNumber: true),
            Table.Column(title: "MOVED", isNumber: true),
            Table.Column(title: "SHADOW", isNumber: true),
        ])
        table.rows = guests.map { guest in
            [
                Table.Cell(guest.name), Table.Cell("\(guest.cycles)"), Table.Cell("\(guest.differing)"),
                Table.Cell(Figures.brief(guest.moved)), Table.Cell(Figures.brief(guest.shadowMoved)),
            ]
        }
        return table
    }

    static func table(_ differences: some Sequence<PolicyDifference>) -> Table {
        var table = Table(columns: [
            Table.Column(title: "CYCLE", isNumber: true, expendability: 2),
            Table.Column(title: "AGO", isNumber: true, expendability: 4),
            Table.Column(title: "NAME"),
            Table.Column(title: "ACTUAL", isNumber: true, expendability: 1),
            Table.Column(title: "TARGET", isNumber: true),
            Table.Column(title: "SHADOW", isNumber: true),
            Table.Column(title: "REASONS", expendability: 3, isElastic: true),
        ])
        table.rows = differences.map { difference in
            [
                Table.Cell("\(difference.cycle)"), Table.Cell(Figures.span(difference.ago)),
                Table.Cell(difference.guest), Table.Cell(Figures.brief(difference.actual)),
                Table.Cell(Figures.brief(difference.target)), Table.Cell(Figures.brief(difference.shadowTarget)),
                Table.Cell(reasons(difference)),
            ]
        }
        return table
    }

    private static func reasons(_ difference: PolicyDifference) -> String {
        let parts = [difference.reason?.sentence, difference.shadowReason.map { "shadow: \($0.sentence)" }]
        return parts.compactMap { $0 }.joined(separator: "; ")
    }
}
