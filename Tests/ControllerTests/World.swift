import BalloonKit
import Controller

/// A pool with guests and the controller on top, in steps of 10 ms: the fast sensor ten times a second, a cycle each second
/// and whenever the sensor asks for one. As in life the pool is measured in each, but a guest's `actual` and resident
/// memory are only as new as the last poll or event.
struct World {
    struct Command {
        var time: Double
        var guest: String
        var action: Action
        var change: ByteCount
    }

    let total: ByteCount
    var host: ByteCount
    var guests: [WorldGuest]
    let controller: Controller
    var state = ControllerState()
    var ksm: KSMSample?
    var reservation: RoomReservation?
    private(set) var time = 0.0
    private(set) var cycles: UInt64 = 0
    private(set) var commands: [Command] = []
    private(set) var decisions: [Decision] = []
    private(set) var secondsOver = 0.0
    private(set) var peak = 0.0
    private var nextTick = 0.0
    private var steps = 0

    static let tick = 0.01

    init(total: ByteCount, host: ByteCount, guests: [WorldGuest], settings: ControllerSettings = ControllerSettings()) {
        self.total = total
        self.host = host
        self.guests = guests
        controller = Controller(settings: settings)
    }

    var pool: PoolSample {
        let used = guests.reduce(host) { $0 + $1.resident }
        var pool = PoolSample(total: total, available: (total - used).clampedToZero)
        pool.ksm = ksm
        return pool
    }

    var kills: Int { guests.reduce(0) { $0 + $1.kills } }

    /// Changes between taking and giving, over all guests.
    var flips: Int {
        var last: [String: Bool] = [:]
        var count = 0
        for command in commands {
            let isUp = command.change > .zero
            if let before = last[command.guest], before != isUp { count += 1 }
            last[command.guest] = isUp
        }
        return count
    }

    mutating func run(until end: Double) {
        while time < end {
            steps += 1
            time = Double(steps) * Self.tick
            for index in guests.indices { guests[index].step(to: time, by: Self.tick) }
            let usage = pool.usage
            peak = max(peak, usage)
            if usage > 0.80 { secondsOver += Self.tick }
            let isTick = time >= nextTick
            let isUrgent = steps % 10 == 0 && controller.sense(pool, at: now, state: &state)
            if isTick { for index in guests.indices { guests[index].poll() } }
            if isTick || isUrgent { cycle() }
            if isTick { nextTick += 1 }
        }
    }

    mutating func reserve(_ size: ByteCount, for duration: Duration = .seconds(60)) {
        reservation = RoomReservation(
            size, until: now + duration, setBy: "root", present: guests.map { $0.snapshot(time).sample })
    }

    var now: MonotonicTime { MonotonicTime(.milliseconds(Int64((time * 1000).rounded()))) }

    private mutating func cycle() {
        cycles += 1
        var snapshot = Snapshot(cycle: cycles, time: now, pool: pool, guests: guests.map { $0.snapshot(time) })
        reservation?.observe(snapshot.guests.map(\.sample))
        if let reservation, !reservation.hasEnded(at: now) { snapshot.heldRoom = reservation.held }
        let (decision, next) = controller.decide(snapshot, state: state)
        state = next
        decisions.append(decision)
        for verdict in decision.actions {
            guard let target = verdict.target, let index = guests.firstIndex(where: { $0.name == verdict.guest })
            else { continue }
            guests[index].send(target)
            commands.append(
                Command(time: time, guest: verdict.guest, action: verdict.action, change: verdict.change))
        }
    }
}
