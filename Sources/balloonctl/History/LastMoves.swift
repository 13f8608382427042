import ControlProtocol
import QMP

/// What was done last, beside what holds now. That it is not remembered is no reason to say nothing of now.
struct LastMoves {
    private let answer: Answer<QueryMoves.Reply>?
    private let error: String?

    init(asking client: inout ControlClient, guest: String?, limit: Int) {
        do throws(ClientError) {
            answer = try client.recall(QueryMoves(guest: guest, limit: limit))
            error = nil
        } catch {
            answer = nil
            self.error = error.description
        }
    }

    func lines(in context: Context) -> [String] {
        let console = context.console
        guard let answer, let reply = try? answer.value() else {
            let note = "the last moves cannot be told: \(error ?? "the reply of balloond cannot be read")"
            return [""]
                + note.split(separator: "\n").flatMap { Text.wrapped(String($0), to: console.width) }
                .map { Style.dim.applied(to: $0, colour: console.hasColour) }
        }
        guard !reply.moves.isEmpty else {
            return ["", Style.dim.applied(to: "no moves are remembered", colour: console.hasColour)]
        }
        let clock = ClockText(now: context.wallTime())
        return ["", Style.dim.applied(to: "last moves", colour: console.hasColour)]
            + MoveText(clock: clock).lines(reply.moves, console: console)
    }

    /// The reply with the moves in it, as far as there are any.
    func added(to json: JSONValue) -> JSONValue {
        guard let moves = answer?.json["moves"], var object = json.object else { return json }
        object["moves"] = moves
        return .object(object)
    }
}
