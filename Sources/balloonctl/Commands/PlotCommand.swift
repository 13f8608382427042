import ArgumentParser
import BalloonKit
import Charts
import ControlProtocol
import QMP

struct PlotCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw the past of the pool, or of a guest.",
        discussion: """
            In the terminal, or as a picture for light and dark. Gaps were not recorded.
            """)

    @Argument(help: "The guest's name; without it the pool alone.", completion: GuestNames.completion)
    var guest: String?

    @OptionGroup var period: PeriodOptions

    @Option(
        help: ArgumentHelp("Write a picture; - is standard output.", valueName: "file.svg"), completion: .file()
    )
    var svg: String?

    @Option(
        help: ArgumentHelp("Write a page with all pictures.", valueName: "file.html"),
        completion: .file())
    var html: String?

    @Option(help: ArgumentHelp("Of each drawing, 3 to 100.", valueName: "lines"))
    var height = 12

    @Flag(help: "ASCII alone, as where the locale is not UTF-8.")
    var ascii = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if svg != nil, html != nil { throw ValidationError("either --svg or --html") }
        if !(3...100).contains(height) { throw ValidationError("--height takes 3 to 100") }
    }

    func run(in context: Context) throws {
        let period = try period.period(orSince: .seconds(86400), in: context)
        var client = try ControlClient(global.connection(in: context))
        let width = context.console.width ?? 80
        let points = svg != nil || html != nil ? 600 : min(2000, max(60, width * 2))
        let query = QueryHistory(guest: guest, since: period.since, until: period.until, points: points)
        let answer = try client.recall(query, guest: guest)
        if global.json { return context.console.print(answer.json.pretty()) }
        var charts = HistoryCharts(history: try answer.value(), period: period)
        if let svg { return try write(picture(charts, moves(&client, period)), to: svg, in: context) }
        if let html {
            let page = PlotPage(charts: self.charts(charts, moves(&client, period)), guest: guest, period: period)
            return try write(page.text, to: html, in: context)
        }
        charts.mostTicks = max(2, width / 12)
        let isASCII = ascii || context.isASCIIOnly
        let drawings = guest.map { name in charts.guest(name).map { [$0] } ?? [] } ?? []
        for (index, chart) in ([charts.usage] + drawings).enumerated() {
            let drawing = TerminalTimeChart(
                chart, width: width, rows: height, hasColour: context.console.hasColour, isASCII: isASCII)
            context.console.print(lines: (index > 0 ? [""] : []) + drawing.lines)
        }
        if let guest, drawings.isEmpty { context.console.print("nothing was recorded of \(Text.printable(guest))") }
    }

    /// Marks on a guest's picture; a picture without them is a picture still.
    private func moves(_ client: inout ControlClient, _ period: Period) -> [MoveReport] {
        guard let guest else { return [] }
        let query = QueryMoves(guest: guest, since: period.since, until: period.until, limit: 400)
        return (try? client.recall(query, guest: guest).value().moves) ?? []
    }

    private func charts(_ charts: HistoryCharts, _ moves: [MoveReport]) -> [TimeChart] {
        let mine = guest.flatMap { charts.guest($0, moves: moves) }
        return [mine, charts.usage, charts.merged, charts.pressure, charts.swap].compactMap(\.self)
    }

    private func picture(_ charts: HistoryCharts, _ moves: [MoveReport]) throws(ClientError) -> String {
        guard let guest else { return SVGTimeChart(charts.usage, height: 320).document }
        guard let chart = charts.guest(guest, moves: moves) else {
            throw ClientError(.refused(.genericError), "nothing was recorded of \(Text.printable(guest)) in that time")
        }
        return SVGTimeChart(chart, height: 320).document
    }

    private func write(_ text: String, to path: String, in context: Context) throws {
        if path == "-" { return context.console.out(text) }
        try OutputFile.write(text, to: path)
        context.console.printError("written to \(Text.printable(path))")
    }
}
