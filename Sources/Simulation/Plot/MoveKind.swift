import BalloonKit
import Controller

/// Why guests are moved, in the few groups that a picture can tell apart.
enum MoveKind: String, CaseIterable {
    case idle, squeeze, need, calm, withdrawn, ordered, other

    init(_ reason: Reason.Code) {
        switch reason {
        case .idleMemory, .roomReserved, .growthAhead: self = .idle
        case .squeeze, .overFairShare: self = .squeeze
        case .distress, .growing, .shortOfReserve, .unheard, .belowFloor: self = .need
        case .calm: self = .calm
        case .noProgress, .noPayoff, .pinUnreachable, .calledOff: self = .withdrawn
        case .pinned, .aboveCeiling: self = .ordered
        default: self = .other
        }
    }

    /// In a legend.
    var label: String {
        switch self {
        case .idle: "idle memory taken"
        case .squeeze: "squeezed"
        case .need: "in need"
        case .calm: "calm, given back"
        case .withdrawn: "target taken back"
        case .ordered: "pin or ceiling"
        case .other: "other"
        }
    }

    /// As `38;5;N` of a terminal.
    var terminalColour: Int {
        switch self {
        case .idle: 33
        case .squeeze: 208
        case .need: 35
        case .calm: 44
        case .withdrawn: 135
        case .ordered: 220
        case .other: 245
        }
    }
}
