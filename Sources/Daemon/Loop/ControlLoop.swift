import BalloonKit
import Controller
import Fleet
import HostMemory
import Logging
import NIOCore
import QMP

/// Observe, decide, act: the sensor's tick, the cycle, and what is remembered of it.
///
/// Confined to the event loop that also carries the guests' connections: between a reading of the pool and a `balloon`
/// command there is no queue and no lock. Deciding is pure and lives in `Controller`; everything here is plumbing.
final class ControlLoop {
    private let eventLoop: any EventLoop
    private let fleet: Fleet
    private let worker: Worker
    private let clocks: Clocks
    private let logger: Logger
    private var reader: PoolReader
    private let ksm: KSMActuator

    private let governors: GovernorFactory
    private var settings: ControllerSettings
    private var governor: any Governor
    private var timing: LoopTiming
    private var sensorTick: RepeatedTask?
    private var nextCycle = MonotonicTime.origin
    private var nextRetry = MonotonicTime.origin
    private var isPolling = false
    /// A plugin is being asked: no sample and no cycle comes between a snapshot and its decision.
    private var isDeciding = false
    private var isCycleDue = false
    private var isStopped = false
    /// Why the pool cannot be read, and nothing is decided; nil while it can.
    private(set) var hostFileProblem: String?

    /// What operators and the configuration say about guests; read at each cycle.
    let desk: OperatorDesk
    let journal: JournalRecorder
    let history: HistoryRecorder
    /// Plugins, where the operator wants one to decide or to be watched.
    let policies: PolicyDesk
    private(set) var isDryRun: Bool
    private(set) var counters = LoopCounters()
    private(set) var latest: CycleRecord?
    private(set) var outcomes = GuestOutcomes()

    /// Who decides: `balloond`, or the rule that was put in its place.
    var governorName: String { governor.name }

    /// What a policy would be told of the last cycle's snapshot; nil before the first, and under a rule that asks none.
    var briefing: Briefing? { latest.flatMap { governor.brief($0.snapshot) } }

    /// Called after each cycle, on the event loop.
    var onCycle: ((CycleRecord) -> Void)?
    /// Called with each reading of the sensor: the loop is alive.
    var onHeartbeat: (() -> Void)?

    init(
        eventLoop: any EventLoop, fleet: Fleet, reader: PoolReader, ksm: KSMActuator, worker: Worker,
        desk: OperatorDesk, journal: JournalRecorder, history: HistoryRecorder, policies: PolicyDesk,
        governors: GovernorFactory, settings: ControllerSettings, timing: LoopTiming, isDryRun: Bool, clocks: Clocks,
        logger: Logger
    ) {
        self.eventLoop = eventLoop
        self.fleet = fleet
        self.reader = reader
        self.ksm = ksm
        self.worker = worker
        self.desk = desk
        self.journal = journal
        self.history = history
        self.policies = policies
        self.governors = governors
        self.settings = settings
        governor = governors.make(settings, nil)
        self.timing = timing
        self.isDryRun = isDryRun
        self.clocks = clocks
        self.logger = logger
        desk.isDryRun = isDryRun
    }

    func start() {
        guard !isStopped else { return }
        scheduleSensor()
    }

    /// For good: a poll that is under way ends in no cycle any more.
    func stop() {
        isStopped = true
        sensorTick?.cancel()
        sensorTick = nil
    }

    /// Takes over a reloaded configuration; what was learnt about guests stays.
    func reconfigure(settings: ControllerSettings, timing: LoopTiming, isDryRun: Bool) {
        self.settings = settings
        governor = governors.make(settings, governor)
        self.isDryRun = isDryRun
        desk.isDryRun = isDryRun
        guard timing != self.timing else { return }
        self.timing = timing
        guard let sensorTick else { return }
        sensorTick.cancel()
        scheduleSensor()
    }

    /// Makes the next reading of the sensor start a cycle: somebody changed what should hold.
    func hasten() {
        nextCycle = .origin
    }

    private func scheduleSensor() {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        sensorTick = eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: timing.sensor.asTimeAmount) { _ in
            bound.value.sense()
        }
    }

    /// One reading of the pool. A forecast across the line starts a cycle at once, on the samples at hand.
    private func sense() {
        onHeartbeat?()
        guard !isDeciding else { return }
        let now = clocks.monotonic()
        guard let pool = readPool({ try reader.fastSample() }) else { return }
        let isUrgent = governor.sense(pool, at: now)
        journal.sensed(pool, at: now, isUrgent: isUrgent)
        let polls = now >= nextCycle && !isPolling
        // With new statistics a few milliseconds away, none are acted upon that are a cycle old.
        if isUrgent, !polls {
            counters.urgentCycles += 1
            runCycle()
        }
        guard polls else { return }
        nextCycle = now + (governor.period ?? timing.cycle)
        isPolling = true
        fleet.poll(deadline: timing.pollDeadline) { [weak self] in
            guard let self else { return }
            isPolling = false
            runCycle()
        }
    }

    /// Observes, has a plugin asked where there is one, and decides.
    private func runCycle() {
        guard !isStopped else { return }
        guard !isDeciding else {
            isCycleDue = true
            return
        }
        guard let snapshot = observe() else { return }
        let asksNobody = !policies.asksPlugin && policies.shadowName == nil
        guard !asksNobody, let briefing = governor.brief(snapshot) else { return decide(snapshot, counsel: nil) }
        let before = governor
        guard policies.asksPlugin else {
            decide(snapshot, counsel: nil)
            return watchShadow(briefing, snapshot, before)
        }
        isDeciding = true
        let generation = desk.generation
        policies.ask(briefing) { [weak self] counsel in
            guard let self else { return }
            isDeciding = false
            guard !isStopped else { return }
            // What an operator has said meanwhile is newer than the snapshot.
            decide(desk.generation == generation ? snapshot : observe() ?? snapshot, counsel: counsel)
            watchShadow(briefing, snapshot, before)
            guard isCycleDue else { return }
            isCycleDue = false
            runCycle()
        }
    }

    /// Everything one cycle may know; nil when the pool cannot be read.
    private func observe() -> Snapshot? {
        let began = clocks.monotonic()
        let wall = clocks.wall()
        desk.expirePins(at: wall)
        retryStore(at: began)
        desk.syncStore()
        guard let pool = readPool({ try reader.sample() }) else { return nil }
        counters.cycles += 1
        fleet.readsMerged = pool.ksm.map { $0.saved > .zero } ?? false
        let samples = fleet.samples()
        desk.followRoom(samples, at: began)
        var snapshot = Snapshot(
            cycle: counters.cycles, time: began, pool: pool, guests: desk.attach(to: samples, at: wall),
            isPaused: desk.isPoolPaused)
        snapshot.ksmOrder = desk.ksmOrder
        snapshot.heldRoom = desk.room.held
        snapshot.clock = WallClock(wall)
        return snapshot
    }

    private func decide(_ snapshot: Snapshot, counsel: Counsel?) {
        let decision = governor.decide(snapshot, counsel: counsel)
        journal.decided(decision, on: snapshot, counsel: counsel)
        outcomes.observe(snapshot, decision: decision)
        let duration = clocks.monotonic() - snapshot.time
        let record = CycleRecord(snapshot: snapshot, decision: decision, duration: duration)
        report(record, after: latest)
        latest = record
        history.decided(record, isDryRun: isDryRun)
        if !isDryRun { act(on: record) }
        onCycle?(record)
    }

    /// What another policy would have done, decided on the same snapshot by a copy of whoever decided.
    private func watchShadow(_ briefing: Briefing, _ snapshot: Snapshot, _ before: any Governor) {
        guard policies.shadowName != nil, let actual = latest?.decision, actual.cycle == snapshot.cycle else { return }
        policies.askShadow(briefing) { [weak self] counsel in
            guard let self else { return }
            var ghost = before
            let decision = ghost.decide(snapshot, counsel: counsel)
            policies.ledger.record(actual: actual, ghost: decision, at: snapshot.time)
        }
    }

    /// Now and then: a disk that was full may have room again.
    private func retryStore(at now: MonotonicTime) {
        guard now >= nextRetry else { return }
        nextRetry = now + timing.storeRetry
        desk.retryStoring()
    }

    private func act(on record: CycleRecord) {
        for verdict in record.decision.actions {
            guard let target = verdict.target else { continue }
            send(target, to: verdict.guest, from: verdict.actual)
        }
        if let directive = record.decision.ksm {
            ksm.apply(directive) { [weak self] in self?.counters.ksmFailures += 1 }
        }
    }

    /// Sends one `balloon` command and counts what became of it. Acceptance is not arrival: later samples tell.
    func send(
        _ target: ByteCount, to guest: String, from actual: ByteCount?,
        completion: ((Result<Void, QMPError>) -> Void)? = nil
    ) {
        counters.commandsSent += 1
        fleet.setBalloon(guest, to: target) { [weak self] result in
            self?.count(result, guest: guest, target: target, actual: actual)
            completion?(result)
        }
    }

    private func count(_ result: Result<Void, QMPError>, guest: String, target: ByteCount, actual: ByteCount?) {
        switch result {
        case .success:
            let change = target - (actual ?? target)
            if change < .zero {
                counters.bytesReclaimed += change.magnitude.bytes
            } else {
                counters.bytesGranted += change.bytes
            }
        case .failure(let error):
            counters.commandsFailed += 1
            history.failed(error, target: target, of: guest)
            logger.warning("balloon command failed", metadata: ["guest": "\(guest)", "error": "\(error)"])
        }
    }

    // MARK: What operators ask about the pool and KSM

    /// Read at once; nil when a host file cannot be read.
    func poolNow() -> PoolSample? { readPool { try reader.sample() } }

    func watermarks(of total: ByteCount) -> Watermarks { settings.normalized.watermarks(of: total) }

    /// Whether it fits must have been checked, and a hold set: else the next cycle would merge again.
    func unmergeKSM(completion: @escaping (Result<Void, ControlFailure>) -> Void) {
        ksm.unmerge { [weak self] result in
            if case .failure = result { self?.counters.ksmFailures += 1 }
            completion(result.mapError { ControlFailure(.genericError, "KSM could not be unmerged: \($0)") })
        }
    }

    /// Ends scanning, but not for whoever had it run.
    func stopKSM() {
        guard !isDryRun else { return }
        ksm.apply(.stop) { [weak self] in self?.counters.ksmFailures += 1 }
    }

    /// A host file that cannot be read means no decision; it is said once, and once when it is over.
    private func readPool(_ read: () throws -> PoolSample) -> PoolSample? {
        do {
            let sample = try read()
            if hostFileProblem != nil { logger.notice("host files can be read again") }
            hostFileProblem = nil
            return sample
        } catch {
            counters.notReady += 1
            let problem = "\(error)"
            if problem != hostFileProblem {
                logger.error("no decision: the pool cannot be read", metadata: ["error": "\(problem)"])
            }
            hostFileProblem = problem
            return nil
        }
    }

    private func report(_ record: CycleRecord, after previous: CycleRecord?) {
        CycleLog(logger: logger, isDryRun: isDryRun).write(record, after: previous)
    }
}
