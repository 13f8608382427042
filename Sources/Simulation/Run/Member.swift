import BalloonKit

/// One guest of a running scenario: its memory, the daemon's way to it, and what the operator said about it.
struct Member<Channel: GuestChannel> {
    var guest: SimulatedGuest
    var channel: Channel
    var isRunning = true
    var limits: GuestLimits
    var pin: Pin?
    /// The operator took it out of automatic control.
    var isPaused = false
    var lastCommand: (time: Double, isReclaim: Bool)?

    init(_ plan: GuestPlan, seed: UInt64, at time: Double, moment: MonotonicTime) {
        guest = SimulatedGuest(plan, at: time)
        channel = Channel(plan, seed: seed, at: moment)
        limits = plan.limits
    }

    mutating func live(to time: Double, by step: Double, moment: MonotonicTime) {
        let hasReset = isRunning && time > 0 && guest.advance(to: time, by: step)
        channel.advance(&guest, hasReset: hasReset, to: moment)
    }

    mutating func poll(at moment: MonotonicTime) { channel.poll(&guest, at: moment) }

    mutating func setBalloon(to target: ByteCount, at moment: MonotonicTime) {
        channel.setBalloon(to: target, &guest, at: moment)
    }
}
