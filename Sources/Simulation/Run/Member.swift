import BalloonKit

/// One guest of a running scenario: its memory, the daemon's way to it, and what the operator said about it.
struct Member<Channel: GuestChannel> {
    /// Its own for ever, unlike its place among the others.
    let number: Int
    /// Of the guest's plan, what everybody looks at in each step: a guest is large, and a look at its plan copies it.
    let name: String
    let isHonest: Bool
    let hasDuplicates: Bool
    var guest: SimulatedGuest
    var channel: Channel
    var isRunning = true
    var limits: GuestLimits
    var pin: Pin?
    /// The operator took it out of automatic control.
    var isPaused = false
    var lastCommand: (time: Double, isReclaim: Bool)?

    init(_ plan: GuestPlan, number: Int, seed: UInt64, at now: Moment) {
        self.number = number
        name = plan.name
        isHonest = plan.isHonest
        hasDuplicates = plan.duplicates > 0
        guest = SimulatedGuest(plan, at: now.time)
        channel = Channel(plan, seed: seed, at: now)
        limits = plan.limits
    }

    mutating func live(to now: Moment, by step: Double) {
        let hasReset = isRunning && now.milliseconds > 0 && guest.advance(to: now.time, by: step)
        channel.advance(&guest, hasReset: hasReset, to: now)
    }

    mutating func poll(at now: Moment) { channel.poll(&guest, at: now) }

    mutating func setBalloon(to target: ByteCount, at now: Moment) {
        channel.setBalloon(to: target, &guest, at: now)
    }
}
