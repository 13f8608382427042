import ControlProtocol
import QMP

/// What the view asks the daemon.
enum TopQuestion: Hashable {
    case status
    case guests
    case explain(String)
    case pin(SetPin)
    case unpin(RemovePin)

    var request: QMPRequest {
        switch self {
        case .status: Self.request(QueryStatus())
        case .guests: Self.request(QueryGuests())
        case .explain(let guest): Self.request(Explain(guest: guest))
        case .pin(let pin): Self.request(pin)
        case .unpin(let pin): Self.request(pin)
        }
    }

    private static func request<Command: ControlCommand>(_ command: Command) -> QMPRequest {
        QMPRequest(Command.name, command.json.object ?? [:])
    }
}
