import QMP

/// An event of the control socket, sent to connections that asked with `watch`.
///
/// On the wire: `{"event": name, "data": {...}, "timestamp": {...}}`.
public enum ControlEvent: Sendable, Hashable {
    /// `CYCLE`: a cycle ended.
    case cycle(CycleEvent)
    /// `DECISION`: a guest's target was changed.
    case decision(DecisionEvent)
    /// `GUEST_STATE`: a guest went from one state to another, appeared or left.
    case guestState(GuestStateEvent)
    /// `PIN_EXPIRED`: a pin ran out.
    case pinExpired(PinExpiredEvent)
    /// `RUNG_CHANGED`: the KSM ladder was climbed up or down.
    case rungChanged(RungChangedEvent)

    /// Reads an event; nil for a name that this version does not know: skip it.
    ///
    /// - Throws: ``FieldError`` when the data is not what the name promises.
    public init?(name: String, data: JSONValue) throws(FieldError) {
        switch name {
        case CycleEvent.name: self = .cycle(try CycleEvent(json: data))
        case DecisionEvent.name: self = .decision(try DecisionEvent(json: data))
        case GuestStateEvent.name: self = .guestState(try GuestStateEvent(json: data))
        case PinExpiredEvent.name: self = .pinExpired(try PinExpiredEvent(json: data))
        case RungChangedEvent.name: self = .rungChanged(try RungChangedEvent(json: data))
        default: return nil
        }
    }

    public var name: String {
        switch self {
        case .cycle: CycleEvent.name
        case .decision: DecisionEvent.name
        case .guestState: GuestStateEvent.name
        case .pinExpired: PinExpiredEvent.name
        case .rungChanged: RungChangedEvent.name
        }
    }

    public var data: JSONValue {
        switch self {
        case .cycle(let event): event.json
        case .decision(let event): event.json
        case .guestState(let event): event.json
        case .pinExpired(let event): event.json
        case .rungChanged(let event): event.json
        }
    }
}
