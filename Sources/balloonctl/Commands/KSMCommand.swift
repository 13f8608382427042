import ArgumentParser
import BalloonKit
import ControlProtocol

struct KSMCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ksm", abstract: "Show same-page merging: what it saves, what it costs, and for whom.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(QueryKSM(), in: context) { report in
            var lines = Self.fields(report).lines(console: context.console)
            if !report.guests.isEmpty {
                lines += [""]
                lines += Self.table(report.guests).lines(
                    width: context.console.width, colour: context.console.hasColour)
            }
            return lines
        }
    }

    /// The kernel's `run` in a word.
    static func state(run: Int) -> String {
        switch run {
        case 0: "stopped"
        case 1: "scanning"
        case 2: "unmerging"
        default: "run \(run)"
        }
    }

    static func fields(_ report: KSMReport) -> FieldList {
        var fields = FieldList()
        fields.add("mode", report.mode)
        guard report.isAvailable else {
            fields.add("ksm", "not available on this host")
            return fields
        }
        fields.add("ksm", report.settings.map(settings))
        fields.add("found", report.foundSettings.map(settings))
        fields.add("saved", Figures.bytes(report.saved))
        fields.add("profit", report.generalProfit?.description)
        fields.add("cpu", report.cpu.map { "\(Figures.percent($0)) of a core" })
        fields.add("efficiency", report.efficiency.map { "\(Figures.real($0)) saved per page kept" })
        fields.add("in vain", report.wastedEffort.map { "\(Figures.real($0)) scanned per page saved" })
        fields.add("volatile", report.pagesVolatile.map { "\($0) pages" })
        fields.add("full scans", report.fullScans.map(String.init))
        return fields
    }

    private static func settings(_ settings: KSMSettings) -> String {
        let advisor = settings.advisorMode.map { ", advisor \($0)" } ?? ""
        return
            "\(state(run: settings.run)), \(settings.pagesToScan) pages every \(Figures.span(settings.sleep))\(advisor)"
    }

    static func table(_ guests: [KSMGuestYield]) -> Table {
        var table = Table(columns: [
            Table.Column(title: "NAME"),
            Table.Column(title: "MERGEABLE"),
            Table.Column(title: "MERGING", isNumber: true),
            Table.Column(title: "PROFIT", isNumber: true),
            Table.Column(title: "REASON", expendability: 1, isElastic: true),
        ])
        table.rows = guests.map { guest in
            [
                Table.Cell(guest.name), Table.Cell(guest.isMergeable ? "yes" : "no"),
                Table.Cell(Figures.brief(guest.merging)), Table.Cell(Figures.brief(guest.profit)),
                Table.Cell(guest.reason ?? ""),
            ]
        }
        return table
    }
}
