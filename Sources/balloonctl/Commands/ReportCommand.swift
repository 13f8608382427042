import ArgumentParser
import BalloonKit
import ControlProtocol
import QMP

struct ReportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tell how a period went, as text or as a page to send to somebody.",
        discussion: """
            Time over the line, what was moved and came back, guests in distress, what \
            merging saved and cost, what more room would have done. The page stands alone.
            """)

    @OptionGroup var period: PeriodOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the page here; - is standard output.", valueName: "file.html"),
        completion: .file())
    var output: String?

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        let period = try period.period(orSince: .seconds(7 * 86400), in: context)
        var client = try ControlClient(global.connection(in: context))
        let answer = try client.recall(QueryPeriod(since: period.since, until: period.until))
        if global.json { return context.console.print(answer.json.pretty()) }
        let figures = try answer.value()
        let host = context.hostName()
        guard let output else {
            let data = ReportData(
                host: host, period: period, figures: figures, history: QueryHistory.Reply(step: .zero, pool: []))
            return context.console.print(lines: ReportText(data: data, console: context.console).lines)
        }
        let data = try ReportData(host: host, period: period, figures: figures, asking: &client)
        let page = ReportPage(data, version: ProjectVersion.current).text
        if output == "-" { return context.console.out(page) }
        try OutputFile.write(page, to: output)
        context.console.printError("written to \(Text.printable(output))")
    }
}
