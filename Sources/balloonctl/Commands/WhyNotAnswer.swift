import ControlProtocol
import QMP

/// `explain GUEST --why-not grow|shrink`.
struct WhyNotAnswer {
    let question: WhyNot.Question
    let guest: String
    let global: GlobalOptions

    func run(in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        let explained = try client.call(Explain(guest: guest), guest: guest)
        let listed = try client.call(QueryGuests()), status = try client.call(QueryStatus())
        let reply = try explained.value(), guests = try listed.value().guests
        guard let explanation = reply.guests.first, let report = guests.first(where: { $0.name == guest }) else {
            throw ClientError(.refused(.guestNotFound), unknownGuest(guest, among: guests.map(\.name)))
        }
        let whyNot = WhyNot(
            question, guest: report, explanation: explanation, pool: reply.pool, status: try status.value(),
            guests: guests)
        if global.json {
            context.console.print(
                json(whyNot, explained: explained.json, listed: listed.json, status: status.json).pretty())
        } else {
            context.console.print(lines: Self.lines(whyNot, guest: guest, console: context.console))
        }
    }

    static func lines(_ whyNot: WhyNot, guest: String, console: Console) -> [String] {
        let name = Style.bold.applied(to: Text.printable(guest), colour: console.hasColour)
        if let happening = whyNot.happening { return [name + ": " + Text.printable(happening)] }
        let verb = whyNot.question == .grow ? "is not given memory:" : "is not cut:"
        return ["\(name) \(verb)"] + whyNot.obstacles.flatMap { lines($0, console: console) }
    }

    private static func lines(_ obstacle: Obstacle, console: Console) -> [String] {
        var lines = hanging("  - ", Text.printable(obstacle.sentence), console)
        if let remedy = obstacle.remedy { lines += hanging("    ", Text.printable(remedy), console) }
        if let command = obstacle.command {
            lines.append("      " + Style.green.applied(to: Text.printable(command), colour: console.hasColour))
        }
        return lines
    }

    private static func hanging(_ start: String, _ text: String, _ console: Console) -> [String] {
        let margin = String(repeating: " ", count: start.count)
        let lines = Text.wrapped(text, to: console.width.map { max(20, $0 - start.count) })
        return lines.enumerated().map { index, line in (index == 0 ? start : margin) + line }
    }

    /// The answer and everything it was made of.
    private func json(_ whyNot: WhyNot, explained: JSONValue, listed: JSONValue, status: JSONValue) -> JSONValue {
        var object: JSONObject = ["guest": .string(guest), "why_not": .string(question.rawValue)]
        object["happening"] = whyNot.happening.map { .string($0) }
        object["obstacles"] = whyNot.happening == nil ? whyNot.obstacles.json : []
        object["pool"] = explained["pool"]
        object["explanation"] = explained["guests"]?[0]
        object["status"] = status
        object["guests"] = listed["guests"]
        return .object(object)
    }
}
