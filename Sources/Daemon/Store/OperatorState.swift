import BalloonKit
import Foundation

/// All that operators have set by hand and that survives restarts.
public struct OperatorState: Sendable, Hashable {
    /// By guest.
    public var pins: [String: StoredPin] = [:]
    /// By guest; they take precedence over the configuration's.
    public var limits: [String: OperatorLimits] = [:]
    /// By guest.
    public var pauses: [String: StoredPause] = [:]
    /// Set while the whole pool is left alone.
    public var poolPause: StoredPause?
    /// Set while an operator holds same-page merging.
    public var ksmHold: StoredKSMHold?
    /// By guest; over the configuration's, see ``Annotations``.
    public var annotations: [String: [String: String]] = [:]

    public init() {}

    mutating func apply(_ change: OperatorChange) {
        switch change {
        case .pin(let guest, let pin): pins[guest] = pin
        case .limits(let guest, let limits): self.limits[guest] = limits.flatMap { $0.isEmpty ? nil : $0 }
        case .pause(.guest(let guest), let pause): pauses[guest] = pause
        case .pause(.pool, let pause): poolPause = pause
        case .ksmHold(let hold): ksmHold = hold
        case .annotations(let guest, let annotations):
            self.annotations[guest] = annotations.isEmpty ? nil : annotations
        }
    }
}

/// One change; nil removes.
enum OperatorChange: Sendable, Hashable {
    case pin(guest: String, StoredPin?)
    case limits(guest: String, OperatorLimits?)
    case pause(PauseScope, StoredPause?)
    case ksmHold(StoredKSMHold?)
    /// All of the guest's, as they are from now on.
    case annotations(guest: String, [String: String])
}

/// What is paused.
public enum PauseScope: Sendable, Hashable {
    case pool
    case guest(String)
}

/// A pause: the daemon watches and counts, and sends nothing.
public struct StoredPause: Sendable, Hashable {
    /// Who set it.
    public var setBy: String
    public var created: Date

    public init(setBy: String, created: Date) {
        self.setBy = setBy
        self.created = created
    }
}
