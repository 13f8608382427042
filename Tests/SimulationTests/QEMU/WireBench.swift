import BalloonKit
import Simulation

/// One guest, its channel, and time that moves when told: what a simulator does, for one channel and without a governor.
struct WireBench {
    var guest: SimulatedGuest
    var channel: WireChannel
    private(set) var now = Moment(milliseconds: 0)
    /// Each state that a sample showed, once in a row.
    private(set) var states: [GuestState] = []
    private var nextPoll: Int64 = 0

    init(_ plan: GuestPlan, seed: UInt64 = 7) {
        guest = SimulatedGuest(plan, at: 0)
        channel = WireChannel(plan, seed: seed, at: now)
        step()
    }

    static func plan(_ change: (inout GuestPlan) -> Void = { _ in }) -> GuestPlan {
        var plan = GuestPlan(
            "web", maximum: .mebibytes(512), anonymous: .constant(.mebibytes(100)), touched: .mebibytes(300))
        change(&plan)
        return plan
    }

    var sample: GuestSample? { channel.sample(at: now) }
    var state: GuestState? { sample?.state }

    /// Lives on to this second, polled each second as a daemon does.
    mutating func run(to time: Double) {
        while now.time < time {
            now = Moment(milliseconds: now.milliseconds + 100)
            step()
        }
    }

    private mutating func step() {
        let hasReset = now.milliseconds > 0 && guest.advance(to: now.time, by: 0.1)
        channel.advance(&guest, hasReset: hasReset, to: now)
        if now.milliseconds >= nextPoll {
            channel.poll(&guest, at: now)
            nextPoll += 1000
        }
        if let state, state != states.last { states.append(state) }
    }

    mutating func setBalloon(to target: ByteCount) { channel.setBalloon(to: target, &guest, at: now) }
    mutating func close(_ end: QEMUEnd) { channel.close(end, at: now) }
    mutating func restartDaemon() { channel.daemonRestarted(at: now) }
}
