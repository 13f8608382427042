import ArgumentParser
import BalloonKit
import ControlProtocol
import QMP

struct KSMCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ksm", abstract: "Show and steer same-page merging.",
        discussion: """
            status   phase and why, what is saved and what it costs
            guests   what each guest gets of it, or why it is left out
            start    merge within the processor cap, until 'ksm auto'
            stop     do not scan until 'ksm auto'; merged pages stay merged
            auto     let the daemon decide again
            retune   forget what was learnt about cost and yield, and end a rest
            unmerge  give every merged page its own memory, if that fits; then stop
            Without an action: status and guests.
            """)

    enum Action: String, CaseIterable, ExpressibleByArgument {
        case status, guests, start, stop, auto, retune, unmerge

        /// What is asked of the daemon; nil for what only looks.
        var order: SetKSM.Action? { SetKSM.Action(rawValue: rawValue) }
    }

    @Argument(help: "One of the above.")
    var action: Action?

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        if let order = action?.order {
            return try ask(SetKSM(action: order), in: context) { Self.answer($0) }
        }
        guard action != .guests else { return try showGuests(in: context) }
        try ask(QueryKSM(), in: context) { report in
            var lines = Self.fields(report).lines(console: context.console)
            if action == nil, !report.guests.isEmpty { lines += [""] + Self.rows(report.guests, context) }
            return lines
        }
    }

    private func showGuests(in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        let answer = try client.call(QueryKSM())
        if global.json {
            context.console.print(JSONValue.object(["guests": answer.json["guests"] ?? []]).pretty())
        } else {
            context.console.print(lines: Self.rows(try answer.value().guests, context))
        }
    }

    private static func answer(_ reply: SetKSM.Reply) -> [String] {
        [reply.sentence] + (reply.unmerged.map { ["\($0) was unmerged"] } ?? [])
    }

    private static func rows(_ guests: [KSMGuestYield], _ context: Context) -> [String] {
        table(guests).lines(width: context.console.width, colour: context.console.hasColour)
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
        fields.add("phase", phase(report), report.phase == "contested" ? .red : .plain)
        fields.add(
            "held", report.hold.map { "\($0) by \(report.heldBy ?? "an operator"), until 'ksm auto'" },
            .yellow)
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

    private static func phase(_ report: KSMReport) -> String? {
        guard let phase = report.phase else { return nil }
        let why = report.reason.map { ": \($0.sentence)" } ?? ""
        return phase + why + (report.remaining.map { " (for \(Figures.span($0)) more)" } ?? "")
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
