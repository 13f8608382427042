import BalloonKit

/// What the controller remembers between cycles. Safe to lose: it is learnt anew within seconds.
///
/// Bounded: guests that are gone from the snapshot are forgotten, and the sensor's window has a fixed length.
public struct ControllerState: Sendable, Hashable {
    /// What the last cycle left behind, for the fast sensor between two cycles.
    struct LastCycle: Sendable, Hashable {
        var time: MonotonicTime
        var used: ByteCount
        /// Reclaim asked for and not yet come.
        var inFlight: ByteCount
        /// Nothing more could be asked of the guests: a cycle at once would not help.
        var isExhausted: Bool
        /// What guests in need were not granted for want of headroom.
        var waiting: ByteCount
    }

    var window = SensorWindow()
    /// By how much used memory would have risen more in the time looked ahead, had balloons not inflated as fast as they do.
    var hiddenRise = ByteCount.zero
    /// By name, like the snapshot's guests.
    var tracks: [GuestTrack] = []
    var lastCycle: LastCycle?
    /// The pool's used memory when guests' resident memory was last read.
    var usedAtReadings: ByteCount?
    /// What the fast sensor saw the forecast above: 0 nothing, 1 the high mark, 2 the limit.
    var level = 0
    /// Since when the forecast is over the limit and the need is not met.
    var unmetSince: MonotonicTime?
    var calmSince: MonotonicTime?
    /// Since when the room that an operator reserved cannot be had.
    var roomMissingSince: MonotonicTime?
    var ksm = KSMState()
    var swappedOut: ByteCount?
    var oomKills: UInt64?

    public init() {}
}
