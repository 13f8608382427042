import ControlProtocol
import QMP

/// `explain` about a time of the past.
struct PastAnswer {
    let guest: String?
    let limit: Int?
    let global: GlobalOptions

    private static let defaultLimit = 100
    /// To either side of `--at`: as exact as people remember a time.
    private static let reach = Duration.seconds(30)

    func run(over period: Period, in context: Context) throws {
        try tell(period, in: context) { reply, _ in
            reply.moves.isEmpty ? ["\(subject) \(period.text)"] : []
        }
    }

    /// What was done within half a minute; when that is nothing, what was done last before it.
    func run(around text: String, in context: Context) throws {
        let now = context.wallTime()
        let moment = try Period.moment(text, "--at", now)
        let end = min(now, moment.advanced(by: Self.reach))
        let period = Period(since: moment.advanced(by: .zero - Self.reach), until: end, now: now)
        try tell(period, in: context) { reply, client in
            guard reply.moves.isEmpty else { return [] }
            let before = try client.recall(QueryMoves(guest: guest, until: period.until, limit: 1), guest: guest)
                .value()
            let nothing = "\(subject) within half a minute of \(period.clock.exact(moment))"
            guard !before.moves.isEmpty else { return [nothing + ", nor before it as far as is remembered"] }
            return [nothing + "; the last move before:"]
                + MoveText(clock: period.clock).lines(before.moves, console: context.console)
        }
    }

    private var subject: String { guest.map { "\(Text.printable($0)) was not moved" } ?? "no guest was moved" }

    private func tell(
        _ period: Period, in context: Context, otherwise: (QueryMoves.Reply, inout ControlClient) throws -> [String]
    ) throws {
        var client = try ControlClient(global.connection(in: context))
        let query = QueryMoves(
            guest: guest, since: period.since, until: period.until, limit: limit ?? Self.defaultLimit)
        let answer = try client.recall(query, guest: guest)
        if global.json { return context.console.print(answer.json.pretty()) }
        let reply = try answer.value()
        let history = QueryHistory(since: period.since, until: period.until, points: 300)
        let course = try client.recall(history).value()
        var lines = pool(course, period, console: context.console)
        lines += try otherwise(reply, &client)
        lines += MoveText(clock: period.clock).lines(reply.moves, console: context.console)
        context.console.print(
            lines: lines
                + limits(of: reply, period).map { Style.dim.applied(to: $0, colour: context.console.hasColour) })
    }

    private func pool(_ course: QueryHistory.Reply, _ period: Period, console: Console) -> [String] {
        let sentence =
            PoolTelling(course.pool, clock: period.clock.exact).sentence ?? "nothing was recorded of the pool"
        return Text.wrapped("\(period.text): \(sentence)", to: console.width) + [""]
    }

    /// What is not told, and why.
    private func limits(of reply: QueryMoves.Reply, _ period: Period) -> [String] {
        var lines: [String] = []
        if reply.isCut {
            lines.append("there were more: these are the latest \(reply.moves.count), --limit tells more")
        }
        if let oldest = reply.oldest, oldest > period.since {
            lines.append("the first move that is remembered is of \(period.clock.exact(oldest))")
        }
        return lines
    }
}
