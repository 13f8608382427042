import BalloonKit
import Controller

/// The usual run: the daemon's tracker and a simulated QEMU talk QMP. ``DirectChannel`` is for thousands of guests.
public typealias WireSimulator = Simulator<WireChannel>

/// Runs one scenario under one governor, in logical time: a tenth of a second a step, no clock, no sockets, no chance.
///
/// Generic over the way to the guests, and specialised for the two there are: a generic run would copy each guest at
/// every look at it, and take ten times as long.
public struct Simulator<Channel: GuestChannel> {
    public let scenario: Scenario
    public internal(set) var figures = Figures()
    private let seed: UInt64
    private let makeGovernor: () -> any Governor
    private let watchers: [any Watcher]
    private var governor: any Governor
    private(set) var host: SimulatedHost
    /// By name, as a snapshot wants them.
    var members: [Member<Channel>] = []
    private var arrivals: [GuestPlan]
    private var nextDeparture = 0.0
    private var acts: [OperatorAct]
    private var isPaused = false
    private var cycle: UInt64 = 0
    /// In milliseconds since the scenario began.
    private var nextCycle: Int64 = 0
    var merging: Merging
    private var ksmOrder = KSMOrder()
    private var reservation: RoomReservation?
    private var nextNumber = 0
    private let marks: Watermarks
    private let governsKSM: Bool
    private let mayUnmerge: (KSMUnmerging) -> Bool
    /// Those that the host's kernel killed: what they would want is harm until they would have left.
    private var killed: [GuestPlan] = []

    static var step: Double { 0.1 }
    static var stepMilliseconds: Int64 { 100 }

    /// - Parameters:
    ///   - scenario: What happens.
    ///   - seed: Spreads what the scenario leaves open: when each guest reports, faults of the wire.
    ///   - settings: For the line and for what an operator may say about KSM; the governor has its own.
    ///   - governor: Makes the governor, and makes it anew when the daemon is restarted.
    ///   - watchers: Told everything.
    ///   - mayUnmerge: Whether an operator's unmerging is carried out; by default as the daemon decides it.
    public init(
        _ scenario: Scenario, seed: UInt64 = 1, settings: ControllerSettings = ControllerSettings(),
        watchers: [any Watcher] = [], mayUnmerge: @escaping (KSMUnmerging) -> Bool = { $0.fits },
        governor: @escaping () -> any Governor
    ) {
        self.scenario = scenario
        self.seed = seed
        self.watchers = watchers
        makeGovernor = governor
        self.governor = governor()
        host = SimulatedHost(scenario.pool)
        arrivals = scenario.guests.sorted { ($0.arrives, $0.name) < ($1.arrives, $1.name) }
        acts = scenario.acts.sorted { $0.time < $1.time }
        merging = Merging(scenario.pool)
        marks = settings.normalized.watermarks(of: scenario.pool.total)
        governsKSM = scenario.pool.hasKSM && settings.ksm.mode == .auto
        self.mayUnmerge = mayUnmerge
    }

    /// The ways to the guests, by the guests' names; of those that have gone as well.
    public var channels: [Channel] { members.map(\.channel) }

    /// Runs to the end.
    @specialized(where Channel == WireChannel)
    @specialized(where Channel == DirectChannel)
    public mutating func run() -> Figures {
        let steps = Int64((scenario.duration / Self.step).rounded())
        for index in 0...max(0, steps) { advance(to: Moment(milliseconds: index * Self.stepMilliseconds)) }
        return figures
    }

    private mutating func advance(to now: Moment) {
        live(to: now)
        perform(at: now)
        count(at: now)
        control(at: now)
    }

    // MARK: The world

    /// A step of the world, whoever holds the pool.
    mutating func live(to now: Moment) {
        comeAndGo(at: now)
        for index in members.indices { members[index].live(to: now, by: Self.step) }
        settle(at: now)
    }

    private mutating func comeAndGo(at now: Moment) {
        while let plan = arrivals.first, plan.arrives <= now.time {
            arrivals.removeFirst()
            let mark = plan.name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            let member = Member<Channel>(plan, number: nextNumber, seed: mark, at: now)
            nextNumber += 1
            let place = members.firstIndex { $0.name > plan.name } ?? members.count
            members.insert(member, at: place)
            nextDeparture = min(nextDeparture, plan.departs ?? .infinity)
        }
        guard nextDeparture <= now.time else { return }
        nextDeparture = .infinity
        for index in members.indices where members[index].isRunning {
            guard let end = members[index].guest.plan.departs else { continue }
            if end <= now.time { finish(index, .shutDown, at: now) } else { nextDeparture = min(nextDeparture, end) }
        }
    }

    private mutating func finish(_ index: Int, _ end: QEMUEnd, at now: Moment) {
        members[index].isRunning = false
        addTotals(of: index)
        members[index].channel.close(end, at: now)
    }

    private mutating func settle(at now: Moment) {
        var held = ByteCount.zero
        for index in members.indices where members[index].isRunning { held += members[index].guest.footprint.resident }
        if scenario.pool.hasKSM {
            merging.advance(by: now.milliseconds > 0 ? Self.step : 0, merging.isIdle ? [] : loads)
        }
        while host.settle(guests: held, saved: merging.saved, at: now.time) {
            let largest = members.indices.filter { members[$0].isRunning }
                .max { members[$0].guest.footprint.resident < members[$1].guest.footprint.resident }
            guard let largest else { break }
            held -= members[largest].guest.footprint.resident
            figures.hostOOMKills += 1
            killed.append(members[largest].guest.plan)
            finish(largest, .killed, at: now)
        }
    }

    /// What running guests offer to KSM.
    private var loads: [KSMLoad] {
        var alike = 0
        for index in members.indices where members[index].isRunning && members[index].hasDuplicates { alike += 1 }
        var loads: [KSMLoad] = []
        loads.reserveCapacity(members.count)
        for index in members.indices where members[index].isRunning {
            loads.append(members[index].guest.footprint.load(members[index].number, alike: alike))
        }
        return loads
    }

    private mutating func perform(at now: Moment) {
        if scenario.pool.hasKSM { merging.meddle(at: now.time) }
        while let act = acts.first, act.time <= now.time {
            acts.removeFirst()
            switch act.deed {
            case .pin(let guest, let target):
                change(guest) { $0.pin = Pin(target: target, setBy: "operator") }
            case .unpin(let guest): change(guest) { $0.pin = nil }
            case .limit(let guest, let limits): change(guest) { $0.limits = limits }
            case .pause(let guest): change(guest) { $0.isPaused = true }
            case .resume(let guest): change(guest) { $0.isPaused = false }
            case .pausePool: isPaused = true
            case .resumePool: isPaused = false
            case .holdKSM(let hold):
                guard governsKSM else { break }
                if hold == nil, ksmOrder.hold == .stop { merging.obey(.stop) }
                ksmOrder.hold = hold
            case .retuneKSM: if governsKSM, ksmOrder.hold != .stop { ksmOrder.retunes += 1 }
            case .unmergeKSM: if governsKSM { unmerge(at: now) }
            case .reserveRoom(let amount, let seconds):
                reservation = RoomReservation(
                    amount, until: now.clock + .seconds(seconds), setBy: "operator", present: samples(at: now))
            case .restartDaemon: restart(at: now)
            }
        }
    }

    /// As the daemon does it: never where it would not fit, and no scanning after it.
    private mutating func unmerge(at now: Moment) {
        var marks = marks
        let held = reservation?.held ?? .zero
        marks.high -= held
        guard mayUnmerge(KSMUnmerging(host.sample(ksm: ksmSample), marks)) else { return }
        ksmOrder.hold = .stop
        merging.unmerge(at: now.time, used: host.used, heldRoom: held)
    }

    private mutating func change(_ guest: String, _ body: (inout Member<Channel>) -> Void) {
        if let index = index(of: guest) { body(&members[index]) }
    }

    private func index(of guest: String) -> Int? { members.indices.first { members[$0].name == guest } }

    private mutating func restart(at now: Moment) {
        governor = makeGovernor()
        nextCycle = now.milliseconds
        // A daemon that starts first puts KSM back as its predecessor had found it.
        merging.restart()
        ksmOrder.retunes = 0
        reservation = nil
        for index in members.indices where members[index].isRunning {
            members[index].channel.daemonRestarted(at: now)
        }
    }

    // MARK: The daemon

    private mutating func control(at now: Moment) {
        let isUrgent = governor.sense(host.sample(ksm: nil), at: now.clock)
        let polls = now.milliseconds >= nextCycle
        if isUrgent, !polls { decide(at: now) }
        guard polls else { return }
        let period = governor.period?.inSeconds ?? 1
        nextCycle = now.milliseconds + Int64((period * 1000).rounded())
        for index in members.indices { members[index].poll(at: now) }
        decide(at: now)
    }

    private mutating func decide(at now: Moment) {
        cycle += 1
        let snapshot = snapshot(at: now, holding: heldRoom(at: now))
        for watcher in watchers { watcher.deciding(governor, on: snapshot) }
        let decision = governor.decide(snapshot)
        figures.cycles += 1
        for alarm in decision.alarms { figures.alarms.insert(alarm.code.rawValue) }
        if !watchers.isEmpty {
            let view = view(at: now.time)
            for watcher in watchers { watcher.decided(decision, on: snapshot, view) }
        }
        act(on: decision, at: now)
    }

    private func snapshot(at now: Moment, holding room: ByteCount) -> Snapshot {
        var guests: [Snapshot.Guest] = []
        guests.reserveCapacity(members.count)
        let hasKSM = scenario.pool.hasKSM
        for index in members.indices {
            guard var sample = members[index].channel.sample(at: now) else { continue }
            if hasKSM, members[index].guest.plan.isMeasured {
                sample.merged = merging.merged(of: members[index].number)
            }
            var guest = Snapshot.Guest(
                sample: sample, limits: members[index].limits, pin: members[index].pin,
                isPaused: members[index].isPaused)
            guest.annotations = members[index].guest.plan.annotations
            guests.append(guest)
        }
        var snapshot = Snapshot(
            cycle: cycle, time: now.clock, pool: host.sample(ksm: ksmSample), guests: guests,
            isPaused: isPaused)
        snapshot.ksmOrder = ksmOrder
        snapshot.heldRoom = room
        snapshot.clock = WallClock(scenario: now.time, from: scenario.hour)
        return snapshot
    }

    /// What of an operator's reservation is still to be held.
    private mutating func heldRoom(at now: Moment) -> ByteCount {
        guard var room = reservation, !room.hasEnded(at: now.clock) else {
            reservation = nil
            return .zero
        }
        room.observe(samples(at: now))
        reservation = room
        return room.held
    }

    private func samples(at now: Moment) -> [GuestSample] { members.compactMap { $0.channel.sample(at: now) } }

    /// What the kernel's files tell, as far as this host has them.
    var ksmSample: KSMSample? {
        guard scenario.pool.hasKSM else { return nil }
        var sample = merging.model.sample
        if !scenario.pool.tellsScannerTime { sample.scannerTime = nil }
        return sample
    }

    private mutating func act(on decision: Decision, at now: Moment) {
        if scenario.pool.hasKSM, let directive = decision.ksm { merging.obey(directive) }
        for verdict in decision.actions {
            guard let target = verdict.target,
                let index = index(of: verdict.guest)
            else { continue }
            members[index].setBalloon(to: target, at: now)
            figures.commands += 1
            let isReclaim = target < verdict.actual ?? target
            if let last = members[index].lastCommand, last.isReclaim != isReclaim, now.time - last.time < 30 {
                figures.flips += 1
            }
            members[index].lastCommand = (now.time, isReclaim)
        }
    }

    // MARK: The figures

    mutating func count(at now: Moment) {
        figures.seconds = now.time
        guard now.milliseconds > 0 else { return }
        if host.used > marks.limit { figures.secondsOver += Self.step }
        figures.peak = max(figures.peak, host.used.fraction(of: scenario.pool.total))
        figures.hostSwapOut = host.swappedOut
        var keptOut = ByteCount.zero
        for index in members.indices where members[index].isRunning && members[index].isHonest {
            keptOut += members[index].guest.keptOut
        }
        for plan in killed where plan.departs.map({ $0 > now.time }) ?? true {
            keptOut += plan.anonymous.amount(at: now.time)
        }
        figures.harm += Double(keptOut.bytes) / 1_048_576 * Self.step
        figures.mostSaved = max(figures.mostSaved, merging.saved)
        figures.scannerSeconds = merging.scannerSeconds
        figures.busiestScanner = merging.busiest
        if !watchers.isEmpty {
            let view = view(at: now.time)
            for watcher in watchers { watcher.ticked(view) }
        }
        if now.time + Self.step / 2 >= scenario.duration {
            for index in members.indices where members[index].isRunning { addTotals(of: index) }
        }
    }

    mutating func addTotals(of index: Int) {
        figures.moved += members[index].guest.moved
        if members[index].isHonest { figures.guestOOMKills += members[index].guest.oomKills }
    }

    private func view(at time: Double) -> WorldView {
        WorldView(
            time: time, host: host, guests: members.filter(\.isRunning).map(\.guest), saved: merging.saved,
            limit: marks.limit, ksmFound: merging.found, lastUnmerging: merging.lastUnmerging)
    }
}
