import BalloonKit
import Controller

/// Looks on while a scenario runs: recorders, checkers, plots. Changes nothing.
public protocol Watcher: AnyObject {
    /// A tenth of a second has passed.
    func ticked(_ world: borrowing WorldView)
    /// A cycle was decided; its commands have not been sent yet.
    func decided(_ decision: borrowing Decision, on snapshot: borrowing Snapshot, _ world: borrowing WorldView)
    /// A cycle is about to be decided: the governor as it is before it.
    func deciding(_ governor: any Governor, on snapshot: borrowing Snapshot)
}

extension Watcher {
    public func ticked(_ world: borrowing WorldView) {}
    public func deciding(_ governor: any Governor, on snapshot: borrowing Snapshot) {}
}

/// The truth about the simulated world, which no governor sees.
public struct WorldView: Sendable {
    public var time: Double
    public var host: SimulatedHost
    /// Guests that exist now, in the scenario's order.
    public var guests: [SimulatedGuest]
    public var saved: ByteCount
    public var limit: ByteCount
    /// The kernel's settings of same-page merging before the daemon; nil once another program has written them.
    public var ksmFound: KSMSetting?
    /// The last that an operator had done.
    public var lastUnmerging: Unmerging?
}
