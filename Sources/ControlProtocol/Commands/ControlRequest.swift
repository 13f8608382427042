import QMP

/// Any command of the control socket, as the daemon receives it.
public enum ControlRequest: Sendable, Hashable {
    case queryStatus(QueryStatus)
    case queryGuests(QueryGuests)
    case setPin(SetPin)
    case removePin(RemovePin)
    case setLimits(SetLimits)
    case pause(Pause)
    case resume(Resume)
    case explain(Explain)
    case queryKSM(QueryKSM)
    case setKSM(SetKSM)
    case queryPolicy(QueryPolicy)
    case usePolicy(UsePolicy)
    case shadowPolicy(ShadowPolicy)
    case reinstatePolicy(ReinstatePolicy)
    case queryPolicyDiff(QueryPolicyDiff)
    case annotate(Annotate)
    case queryMoves(QueryMoves)
    case queryHistory(QueryHistory)
    case queryPeriod(QueryPeriod)
    case reserve(ReserveRoom)
    case queryRoom(QueryRoom)
    case queryHardware(QueryHardware)
    case reload(Reload)
    case watch(Watch)
    case listCommands(ListCommands)

    /// Reads a request; nil for an unknown name, which is an error of class `CommandNotFound`.
    ///
    /// - Parameters:
    ///   - name: as `execute` had it.
    ///   - arguments: nil and null are no arguments.
    /// - Throws: ``FieldError`` for bad arguments, an unknown one among them: a misspelt `for_second` must not become a
    ///   pin that never expires.
    public init?(name: String, arguments: JSONValue?) throws(FieldError) {
        switch name {
        case QueryStatus.name: self = .queryStatus(try Self.read(arguments))
        case QueryGuests.name: self = .queryGuests(try Self.read(arguments))
        case SetPin.name: self = .setPin(try Self.read(arguments))
        case RemovePin.name: self = .removePin(try Self.read(arguments))
        case SetLimits.name: self = .setLimits(try Self.read(arguments))
        case Pause.name: self = .pause(try Self.read(arguments))
        case Resume.name: self = .resume(try Self.read(arguments))
        case Explain.name: self = .explain(try Self.read(arguments))
        case QueryKSM.name: self = .queryKSM(try Self.read(arguments))
        case SetKSM.name: self = .setKSM(try Self.read(arguments))
        case QueryPolicy.name: self = .queryPolicy(try Self.read(arguments))
        case UsePolicy.name: self = .usePolicy(try Self.read(arguments))
        case ShadowPolicy.name: self = .shadowPolicy(try Self.read(arguments))
        case ReinstatePolicy.name: self = .reinstatePolicy(try Self.read(arguments))
        case QueryPolicyDiff.name: self = .queryPolicyDiff(try Self.read(arguments))
        case Annotate.name: self = .annotate(try Self.read(arguments))
        case QueryMoves.name: self = .queryMoves(try Self.read(arguments))
        case QueryHistory.name: self = .queryHistory(try Self.read(arguments))
        case QueryPeriod.name: self = .queryPeriod(try Self.read(arguments))
        case ReserveRoom.name: self = .reserve(try Self.read(arguments))
        case QueryRoom.name: self = .queryRoom(try Self.read(arguments))
        case QueryHardware.name: self = .queryHardware(try Self.read(arguments))
        case Reload.name: self = .reload(try Self.read(arguments))
        case Watch.name: self = .watch(try Self.read(arguments))
        case ListCommands.name: self = .listCommands(try Self.read(arguments))
        default: return nil
        }
    }

    /// Reads a request as the server's side of a session hands it out; see ``init(name:arguments:)``.
    public init?(_ request: QMPServerRequest) throws(FieldError) {
        try self.init(name: request.command, arguments: .object(request.arguments))
    }

    /// Every name that ``init(name:arguments:)`` knows, for `query-commands`.
    public static let names = [
        QueryStatus.name, QueryGuests.name, SetPin.name, RemovePin.name, SetLimits.name, Pause.name, Resume.name,
        Explain.name, QueryKSM.name, SetKSM.name, QueryPolicy.name, UsePolicy.name, ShadowPolicy.name,
        ReinstatePolicy.name, QueryPolicyDiff.name, Annotate.name,
        QueryMoves.name, QueryHistory.name, QueryPeriod.name, ReserveRoom.name, QueryRoom.name,
        QueryHardware.name, Reload.name, Watch.name, ListCommands.name,
    ]

    /// The command inside.
    public var command: any ControlCommand {
        switch self {
        case .queryStatus(let command): command
        case .queryGuests(let command): command
        case .setPin(let command): command
        case .removePin(let command): command
        case .setLimits(let command): command
        case .pause(let command): command
        case .resume(let command): command
        case .explain(let command): command
        case .queryKSM(let command): command
        case .setKSM(let command): command
        case .queryPolicy(let command): command
        case .usePolicy(let command): command
        case .shadowPolicy(let command): command
        case .reinstatePolicy(let command): command
        case .queryPolicyDiff(let command): command
        case .annotate(let command): command
        case .queryMoves(let command): command
        case .queryHistory(let command): command
        case .queryPeriod(let command): command
        case .reserve(let command): command
        case .queryRoom(let command): command
        case .queryHardware(let command): command
        case .reload(let command): command
        case .watch(let command): command
        case .listCommands(let command): command
        }
    }

    public var access: ControlAccess { type(of: command).access }

    private static func read<Command: ControlCommand>(_ arguments: JSONValue?) throws(FieldError) -> Command {
        var given = arguments ?? .object([:])
        if given.isNull { given = .object([:]) }
        let command = try Command(json: given)
        // What was understood is written again; a key that is not in it was not understood.
        let understood = command.json
        for (key, value) in given.object?.members ?? [] where !value.isNull && understood[key] == nil {
            throw FieldError(path: key, expected: "an argument of \(Command.name)")
        }
        return command
    }
}
