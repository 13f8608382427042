import BalloonKit
import Controller

/// Runs one scenario under one governor, in logical time: a tenth of a second a step, no clock, no sockets, no chance.
public struct Simulator<Channel: GuestChannel> {
    public let scenario: Scenario
    public private(set) var figures = Figures()
    private let seed: UInt64
    private let makeGovernor: () -> any Governor
    private let watchers: [any Watcher]
    private var governor: any Governor
    private var host: SimulatedHost
    /// By name, as a snapshot wants them.
    private var members: [Member<Channel>] = []
    private var arrivals: [GuestPlan]
    private var acts: [OperatorAct]
    private var isPaused = false
    private var cycle: UInt64 = 0
    private var nextCycle = 0.0
    private var saved = ByteCount.zero
    private let limit: ByteCount
    private var killedDemand: [Curve] = []

    static var step: Double { 0.1 }

    /// - Parameters:
    ///   - scenario: What happens.
    ///   - seed: Spreads what the scenario leaves open: when each guest reports, faults of the wire.
    ///   - settings: For the line; the governor has its own.
    ///   - governor: Makes the governor, and makes it anew when the daemon is restarted.
    ///   - watchers: Told everything.
    public init(
        _ scenario: Scenario, seed: UInt64 = 1, settings: ControllerSettings = ControllerSettings(),
        watchers: [any Watcher] = [], governor: @escaping () -> any Governor
    ) {
        self.scenario = scenario
        self.seed = seed
        self.watchers = watchers
        makeGovernor = governor
        self.governor = governor()
        host = SimulatedHost(scenario.pool)
        arrivals = scenario.guests.sorted { ($0.arrives, $0.name) < ($1.arrives, $1.name) }
        acts = scenario.acts.sorted { $0.time < $1.time }
        limit = settings.normalized.watermarks(of: scenario.pool.total).limit
    }

    /// Runs to the end.
    public mutating func run() -> Figures {
        let steps = Int((scenario.duration / Self.step).rounded())
        for index in 0...steps { advance(to: Double(index) * Self.step) }
        return figures
    }

    private mutating func advance(to time: Double) {
        comeAndGo(at: time)
        live(to: time)
        settle(at: time)
        perform(at: time)
        count(at: time)
        control(at: time)
    }

    // MARK: The world

    private mutating func comeAndGo(at time: Double) {
        while let plan = arrivals.first, plan.arrives <= time {
            arrivals.removeFirst()
            let mark = plan.name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            let member = Member<Channel>(plan, seed: mark, at: time, moment: moment(time))
            let place = members.firstIndex { $0.guest.plan.name > plan.name } ?? members.count
            members.insert(member, at: place)
        }
        for index in members.indices where members[index].isRunning {
            if let end = members[index].guest.plan.departs, end <= time { finish(index, at: time) }
        }
    }

    private mutating func finish(_ index: Int, at time: Double) {
        members[index].isRunning = false
        figures.moved += members[index].guest.moved
        if members[index].guest.plan.isHonest { figures.guestOOMKills += members[index].guest.oomKills }
        members[index].channel.close(at: moment(time))
    }

    private mutating func live(to time: Double) {
        let now = moment(time)
        for index in members.indices { members[index].live(to: time, by: Self.step, moment: now) }
    }

    private mutating func settle(at time: Double) {
        var held = ByteCount.zero
        for member in members where member.isRunning { held += member.guest.resident }
        while host.settle(guests: held, saved: saved, at: time) {
            let largest = members.indices.filter { members[$0].isRunning }
                .max { members[$0].guest.resident < members[$1].guest.resident }
            guard let largest else { break }
            held -= members[largest].guest.resident
            figures.hostOOMKills += 1
            killedDemand.append(members[largest].guest.plan.anonymous)
            finish(largest, at: time)
        }
    }

    private mutating func perform(at time: Double) {
        while let act = acts.first, act.time <= time {
            acts.removeFirst()
            switch act.deed {
            case .pin(let guest, let target):
                change(guest) { $0.pin = Pin(target: target, setBy: "operator") }
            case .unpin(let guest): change(guest) { $0.pin = nil }
            case .limit(let guest, let limits): change(guest) { $0.limits = limits }
            case .pausePool: isPaused = true
            case .resumePool: isPaused = false
            case .restartDaemon: restart(at: time)
            }
        }
    }

    private mutating func change(_ guest: String, _ body: (inout Member<Channel>) -> Void) {
        if let index = members.firstIndex(where: { $0.guest.plan.name == guest }) { body(&members[index]) }
    }

    private mutating func restart(at time: Double) {
        governor = makeGovernor()
        nextCycle = time
        for index in members.indices where members[index].isRunning {
            members[index].channel = Channel(members[index].guest.plan, seed: seed, at: moment(time))
        }
    }

    // MARK: The daemon

    private mutating func control(at time: Double) {
        let now = moment(time)
        if governor.sense(host.sample(ksm: nil), at: now) { decide(at: time) }
        // Half a step of slack: sums of tenths are not exact.
        guard time + Self.step / 2 >= nextCycle else { return }
        nextCycle = time + (governor.period?.inSeconds ?? 1)
        for index in members.indices { members[index].poll(at: now) }
        decide(at: time)
    }

    private mutating func decide(at time: Double) {
        let now = moment(time)
        cycle += 1
        var guests: [Snapshot.Guest] = []
        guests.reserveCapacity(members.count)
        for member in members {
            guard let sample = member.channel.sample(at: now) else { continue }
            guests.append(Snapshot.Guest(sample: sample, limits: member.limits, pin: member.pin))
        }
        let snapshot = Snapshot(
            cycle: cycle, time: now, pool: host.sample(ksm: nil), guests: guests, isPaused: isPaused)
        let decision = governor.decide(snapshot)
        figures.cycles += 1
        for alarm in decision.alarms { figures.alarms.insert(alarm.code.rawValue) }
        if !watchers.isEmpty {
            let view = view(at: time)
            for watcher in watchers { watcher.decided(decision, on: snapshot, view) }
        }
        act(on: decision, at: time)
    }

    private mutating func act(on decision: Decision, at time: Double) {
        for verdict in decision.actions {
            guard let target = verdict.target,
                let index = members.firstIndex(where: { $0.guest.plan.name == verdict.guest })
            else { continue }
            members[index].setBalloon(to: target, at: moment(time))
            figures.commands += 1
            let isReclaim = target < verdict.actual ?? target
            if let last = members[index].lastCommand, last.isReclaim != isReclaim, time - last.time < 30 {
                figures.flips += 1
            }
            members[index].lastCommand = (time, isReclaim)
        }
    }

    // MARK: The figures

    private mutating func count(at time: Double) {
        figures.seconds = time
        guard time > 0 else { return }
        if host.used > limit { figures.secondsOver += Self.step }
        figures.peak = max(figures.peak, host.used.fraction(of: scenario.pool.total))
        figures.hostSwapOut = host.swappedOut
        var keptOut = 0.0
        for member in members where member.isRunning && member.guest.plan.isHonest {
            keptOut += Double(member.guest.keptOut.bytes)
        }
        for curve in killedDemand { keptOut += Double(curve.amount(at: time).bytes) }
        figures.harm += keptOut / 1_048_576 * Self.step
        figures.mostSaved = max(figures.mostSaved, saved)
        if !watchers.isEmpty {
            let view = view(at: time)
            for watcher in watchers { watcher.ticked(view) }
        }
        if time + Self.step / 2 >= scenario.duration {
            for member in members where member.isRunning {
                figures.moved += member.guest.moved
                if member.guest.plan.isHonest { figures.guestOOMKills += member.guest.oomKills }
            }
        }
    }

    private func view(at time: Double) -> WorldView {
        WorldView(
            time: time, host: host, guests: members.filter(\.isRunning).map(\.guest), saved: saved, limit: limit)
    }

    private func moment(_ time: Double) -> MonotonicTime {
        // Not at the origin: a daemon's clock does not begin with it.
        MonotonicTime(.milliseconds(100_000 + Int64((time * 1000).rounded())))
    }
}
