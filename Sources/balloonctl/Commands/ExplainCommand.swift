import ArgumentParser
import BalloonKit
import ControlProtocol
import QMP

struct ExplainCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what was decided and why, now or in the past.",
        discussion: """
            Without a time what the last cycle decided, with one what was done then.
            """)

    @Argument(help: "The guest's name; without it all guests.", completion: GuestNames.completion)
    var guest: String?

    @Option(help: ArgumentHelp("What was done around a time of the past.", valueName: "time"))
    var at: String?

    @OptionGroup var period: PeriodOptions

    @Option(
        help: ArgumentHelp(
            "At most so many moves, 1 to 1000 (default: 100).", valueName: "number"))
    var limit: Int?

    @Option(help: ArgumentHelp("Why it does not, now.", valueName: "way"))
    var whyNot: WhyNot.Question?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let limit, !(1...1000).contains(limit) { throw ValidationError("--limit takes 1 to 1000") }
        let hasTime = at != nil || period.since != nil || period.until != nil
        if at != nil, period.since != nil || period.until != nil {
            throw ValidationError("--at does not go together with --since and --until")
        }
        if whyNot != nil, guest == nil {
            throw ValidationError("--why-not takes a guest: explain GUEST --why-not grow")
        }
        if whyNot != nil, hasTime { throw ValidationError("--why-not tells of now: leave the time out") }
    }

    func run(in context: Context) throws {
        if let whyNot, let guest {
            return try WhyNotAnswer(question: whyNot, guest: guest, global: global).run(in: context)
        }
        let past = PastAnswer(guest: guest, limit: limit, global: global)
        if let at { return try past.run(around: at, in: context) }
        if period.since != nil || period.until != nil {
            return try past.run(over: period.period(orSince: .seconds(3600), in: context), in: context)
        }
        try explainNow(in: context)
    }

    private func explainNow(in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        let answer = try client.call(Explain(guest: guest), guest: guest)
        let moves = LastMoves(asking: &client, guest: guest, limit: limit ?? 5)
        if global.json { return context.console.print(moves.added(to: answer.json).pretty()) }
        let reply = try answer.value()
        var lines = ExplanationText.pool(reply.pool).lines(console: context.console)
        for explanation in reply.guests {
            lines +=
                [""] + ExplanationText.fields(explanation, withInputs: guest != nil).lines(console: context.console)
        }
        context.console.print(lines: lines + moves.lines(in: context))
    }
}

extension WhyNot.Question: ExpressibleByArgument {}
