import BalloonKit

/// How the daemon's side sees and moves one simulated guest.
///
/// Driven ten times a simulated second by ``advance(_:to:)``, asked by ``poll(_:at:)``, once a cycle, and told targets.
public protocol GuestChannel {
    init(_ plan: GuestPlan, seed: UInt64, at now: MonotonicTime)
    /// The guest has lived another step: what its QEMU says by itself, and what the daemon notices.
    mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: MonotonicTime)
    /// Asks for statistics and resident size.
    mutating func poll(_ guest: inout SimulatedGuest, at now: MonotonicTime)
    mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: MonotonicTime)
    /// QEMU has ended.
    mutating func close(at now: MonotonicTime)
    /// The guest as it goes into a snapshot; nil once it is forgotten.
    func sample(at now: MonotonicTime) -> GuestSample?
}
