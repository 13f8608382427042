import BalloonKit

/// How the daemon's side sees and moves one simulated guest.
///
/// Driven ten times a simulated second by ``advance(_:hasReset:to:)``, asked by ``poll(_:at:)``, once a cycle, and told
/// targets.
public protocol GuestChannel {
    /// QEMU has just been started.
    ///
    /// - Parameter seed: Spreads what the plan leaves open, such as when in a second the guest reports.
    init(_ plan: GuestPlan, seed: UInt64, at now: Moment)
    /// The guest has lived another step: what its QEMU says by itself, and what the daemon notices.
    mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: Moment)
    /// Asks for statistics and resident size.
    mutating func poll(_ guest: inout SimulatedGuest, at now: Moment)
    mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: Moment)
    /// QEMU has ended.
    mutating func close(_ end: QEMUEnd, at now: Moment)
    /// The daemon was started anew: connection, target and all that was learnt are lost; QEMU lives on.
    mutating func daemonRestarted(at now: Moment)
    /// The guest as it goes into a snapshot; nil once it is forgotten.
    func sample(at now: Moment) -> GuestSample?
}

/// How a QEMU ends.
public enum QEMUEnd: Sendable, Hashable {
    /// Its guest was powered off: it says so, and its socket goes with it.
    case shutDown
    /// By SIGKILL: not a word, and the socket's file stays.
    case killed
}
