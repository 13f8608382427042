import ArgumentParser
import BalloonKit
import ControlProtocol
import QMP

struct HistoryCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show the past of the pool, or of a guest, step by step.",
        discussion: """
            A line is a step of even length: USED its mean, PEAK its highest, OVER how \
            long it was over the line, DISTRESS of guests. What was not recorded is left out.
            """)

    @Argument(help: "The guest's name; without it the pool.", completion: GuestNames.completion)
    var guest: String?

    @OptionGroup var period: PeriodOptions

    @Option(help: ArgumentHelp("At most so many lines, 1 to 2000 (default: 30).", valueName: "number"))
    var rows: Int?

    @Flag(help: "The moves instead: why, and what came of each.")
    var moves = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let rows, !(1...(moves ? 1000 : 2000)).contains(rows) {
            throw ValidationError("--rows takes 1 to \(moves ? 1000 : 2000)")
        }
    }

    func run(in context: Context) throws {
        let period = try period.period(orSince: .seconds(3600), in: context)
        moves ? try tellMoves(period, in: context) : try tellCourse(period, in: context)
    }

    private func tellMoves(_ period: Period, in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        let query = QueryMoves(guest: guest, since: period.since, until: period.until, limit: rows ?? 100)
        let answer = try client.recall(query, guest: guest)
        if global.json { return context.console.print(answer.json.pretty()) }
        let reply = try answer.value()
        guard !reply.moves.isEmpty else { return context.console.print("no moves from \(period.text)") }
        let table = HistoryTable.moves(reply.moves, period)
        context.console.print(lines: table.lines(width: context.console.width, colour: context.console.hasColour))
        if reply.isCut {
            context.console.print("there were more: these are the latest \(reply.moves.count), --rows tells more")
        }
    }

    private func tellCourse(_ period: Period, in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        let query = QueryHistory(guest: guest, since: period.since, until: period.until, points: rows ?? 30)
        let answer = try client.recall(query, guest: guest)
        if global.json { return context.console.print(answer.json.pretty()) }
        let reply = try answer.value()
        let table =
            reply.guest.map { HistoryTable.guest($0, step: reply.step, period) }
            ?? HistoryTable.pool(reply.pool, step: reply.step, period)
        guard !table.rows.isEmpty else { return context.console.print("nothing was recorded from \(period.text)") }
        context.console.print(lines: table.lines(width: context.console.width, colour: context.console.hasColour))
    }
}
