import ControlProtocol
import QMP

/// What the view asks the daemon.
enum TopQuestion: Hashable {
    case status
    case guests
    case explain(String)
    case pin(SetPin)
    case unpin(RemovePin)
    case past(QueryHistory)

    /// - Parameter id: the answer repeats it. The daemon reads the past beside its loop: that answer may come after later ones.
    func request(id: Int64) -> QMPRequest {
        switch self {
        case .status: Self.request(QueryStatus(), id)
        case .guests: Self.request(QueryGuests(), id)
        case .explain(let guest): Self.request(Explain(guest: guest), id)
        case .pin(let pin): Self.request(pin, id)
        case .unpin(let pin): Self.request(pin, id)
        case .past(let query): Self.request(query, id)
        }
    }

    private static func request<Command: ControlCommand>(_ command: Command, _ id: Int64) -> QMPRequest {
        QMPRequest(Command.name, command.json.object ?? [:], id: id)
    }
}
