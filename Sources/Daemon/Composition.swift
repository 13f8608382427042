import BalloonKit
import ControlProtocol
import Controller
import Fleet
import Glibc
import HostMemory
import Logging
import NIOCore
import Web

/// All parts of the daemon, put together on one event loop and confined to it.
final class Composition {
    private let worker: Worker
    private let eventLoop: any EventLoop
    private let groundwork: Groundwork
    private let logger: Logger
    private let clocks = Clocks.system
    private let fleet: Fleet
    private let desk: OperatorDesk
    private let loop: ControlLoop
    private let journal: JournalRecorder
    private let history: HistoryRecorder
    private let historyWorkers: (writing: Worker, reading: Worker)
    private let queries: HistoryQueries
    private let policies: PolicyDesk
    private let ksm: KSMActuator
    private let ksmReporter: KSMReporter
    private let service: OperatorService
    private let server: ControlServer
    private var configuration: Configuration
    private let reloader: Reloader
    /// While the web server is on.
    private let recent: RecentPool?

    /// - Throws: `HostMemoryError` when the pool cannot be read; a cgroup that does not exist yet is waited for.
    init(groundwork: Groundwork, eventLoop: any EventLoop) throws {
        let configuration = groundwork.configuration
        let options = groundwork.options
        let clocks = clocks
        self.groundwork = groundwork
        self.eventLoop = eventLoop
        self.configuration = configuration
        logger = groundwork.logger
        worker = Worker(eventLoop: eventLoop)
        fleet = Fleet(
            settings: configuration.fleetSettings(roots: options.roots), eventLoop: eventLoop,
            logger: groundwork.logger, now: clocks.monotonic)
        desk = OperatorDesk(
            configuration: configuration.guests, store: groundwork.store, worker: worker, logger: groundwork.logger)
        journal = JournalRecorder(worker: worker, clocks: clocks, logger: groundwork.logger)
        historyWorkers = (Worker(eventLoop: eventLoop), Worker(eventLoop: eventLoop))
        history = HistoryRecorder(worker: historyWorkers.writing, clocks: clocks, logger: groundwork.logger)
        queries = HistoryQueries(worker: historyWorkers.reading, eventLoop: eventLoop, clocks: clocks)
        policies = PolicyDesk(
            settings: configuration.policyDeskSettings(host: options.policyHost), eventLoop: eventLoop, worker: worker,
            clocks: clocks, logger: groundwork.logger)
        let ksmWriter = try? KSMWriter(roots: options.roots, recordFile: groundwork.ksmRecordFile)
        let found = (try? KSMReader(roots: options.roots).sample()).map { ksmWriter?.asFound($0) ?? $0 }
        ksm = KSMActuator(writer: options.isDryRun ? nil : ksmWriter, worker: worker, logger: groundwork.logger)
        ksmReporter = KSMReporter(
            worker: worker, roots: options.roots, found: found, mode: configuration.ksm.mode.rawValue)
        loop = ControlLoop(
            eventLoop: eventLoop, fleet: fleet,
            reader: try PoolReader(waitingFor: configuration.poolKind, roots: options.roots), ksm: ksm, worker: worker,
            desk: desk, journal: journal, history: history, policies: policies, governors: options.governors,
            settings: configuration.controllerSettings, timing: configuration.loopTiming,
            isDryRun: options.isDryRun || configuration.daemon.dryRun, clocks: clocks, logger: groundwork.logger)
        policies.currentBriefing = { [weak loop] in loop?.briefing }
        reloader = Reloader(options: options, worker: worker)
        recent = configuration.web.listen.map { _ in
            RecentPool(limit: configuration.pool.limit.fraction, clocks: clocks)
        }
        let relay = ReloadRelay()
        let clients = ClientTally()
        service = OperatorService(
            loop: loop, fleet: fleet, ksm: ksmReporter, history: queries, clocks: clocks,
            identity: DaemonIdentity(version: DaemonVersion.text, pid: getpid(), started: clocks.monotonic()),
            view: configuration.operatorView, clients: clients, logger: groundwork.logger, reload: { relay.reload?($0) }
        )
        server = ControlServer(
            eventLoop: eventLoop, path: configuration.daemon.controlSocket,
            permissions: configuration.socketPermissions,
            access: configuration.accessRule, service: service, tally: clients, worker: worker,
            version: DaemonVersion.greeting, clocks: clocks,
            logger: groundwork.logger)
        relay.reload = { [weak self] completion in self?.reload(completion) }
    }

    /// Succeeds when operators can connect; only then are guests looked for. The first cycle follows within one tick of the
    /// sensor. After a failure call ``stop()``.
    func start() -> EventLoopFuture<Void> {
        let publisher = EventPublisher(server: server, service: service)
        loop.onCycle = { [recent] in
            publisher.publish($0)
            recent?.take($0)
        }
        var heartbeat = Heartbeat(notifier: groundwork.notifier)
        loop.onHeartbeat = { [clocks] in heartbeat.beat(at: clocks.monotonic()) }
        desk.onPinExpired = { publisher.publishExpiry(of: $1, guest: $0) }
        fleet.onChange = { [weak self] in
            self?.log($0)
            publisher.publish($0)
        }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        return server.start().map { bound.value.begin() }
    }

    /// The web server, where one is wanted; it runs on threads of its own.
    func webServer() -> WebServer? {
        guard let address = configuration.web.listen, let recent else { return nil }
        let permissions = configuration.socketPermissions
        return WebServer(
            address: address, source: WebFeed(service: service, course: recent, eventLoop: eventLoop), logger: logger,
            grant: { try permissions.apply(to: $0) })
    }

    private func begin() {
        if loop.governorName != "balloond" {
            logger.warning("another rule decides in balloond's place", metadata: ["rule": "\(loop.governorName)"])
        }
        if configuration.isPoolUnlimited(roots: groundwork.options.roots) {
            logger.warning(
                "the cgroup has no limit below the host's memory: the pool is as large as the host",
                metadata: ["cgroup": "\(configuration.pool.cgroup ?? "")"])
        }
        record(configuration)
        ksm.start(configuration.ksm.mode == .auto, isDryRun: configuration.daemon.dryRun)
        fleet.start()
        policies.start()
        loop.start()
    }

    /// Leaves balloons as configured, puts KSM's settings back, and closes every connection.
    func stop() -> EventLoopFuture<Void> {
        loop.stop()
        server.stop()
        policies.stop()
        let done = eventLoop.makePromise(of: Void.self)
        releaseBalloons { [self] in
            restoreKSM { [self] in
                fleet.stop { [self] in
                    journal.finish()
                    disconnectParts()
                    history.finish()
                    let store = groundwork.store
                    historyWorkers.reading.stop().and(historyWorkers.writing.stop()).and(worker.stop())
                        .map { _ in store.close() }.cascade(to: done)
                }
            }
        }
        return done.futureResult
    }

    /// The loop tells the server, which asks the service, which asks the loop: without this no part would ever be freed.
    private func disconnectParts() {
        loop.onCycle = nil
        loop.onHeartbeat = nil
        desk.onPinExpired = nil
        policies.currentBriefing = nil
        fleet.onChange = nil
    }

    /// Reads the configuration again and takes it over; with an error in it, everything stays as it was.
    func reload(_ completion: @escaping (Result<Void, ControlFailure>) -> Void) {
        groundwork.notifier.reloading()
        reloader.read { [weak self] result in
            guard let self else { return }
            switch result {
            case .success(let (configuration, access)):
                adopt(configuration, access: access)
                completion(.success(()))
            case .failure(let failure):
                logger.error(
                    "configuration not reloaded, the old one holds", metadata: ["error": "\(failure.description)"])
                completion(.failure(failure))
            }
            groundwork.notifier.ready(status: "managing \(self.configuration.poolDescription)")
        }
    }

    private func adopt(_ new: Configuration, access: AccessRule) {
        for key in new.keysThatNeedRestart(comparedTo: configuration) {
            logger.warning("this key takes effect with the next restart", metadata: ["key": "\(key)"])
        }
        fleet.reconfigure(new.fleetSettings(roots: groundwork.options.roots))
        desk.reconfigure(new.guests)
        loop.reconfigure(
            settings: new.controllerSettings, timing: new.loopTiming,
            isDryRun: groundwork.options.isDryRun || new.daemon.dryRun)
        policies.reconfigure(new.policyDeskSettings(host: groundwork.options.policyHost))
        record(new)
        service.view = new.operatorView
        server.access = access
        ksm.enable(new.ksm.mode == .auto)
        ksmReporter.mode = new.ksm.mode.rawValue
        recent?.limit = new.pool.limit.fraction
        configuration = new
        logger.notice("configuration reloaded")
    }

    private func record(_ configuration: Configuration) {
        // As the controller uses them: a replay need not know how values are brought into range.
        let settings = configuration.controllerSettings.normalized
        journal.configure(configuration.journalPlace, settings: settings, rule: loop.governorName)
        let place = configuration.historyPlace(in: groundwork.configuration.daemon.stateDirectory)
        history.configure(place)
        queries.configure(path: place?.path)
    }

    /// With `on-stop = "deflate"` every guest that was cut gets its maximum, or its ceiling, back; not so the guests that an
    /// operator or the configuration took out of the daemon's hands.
    private func releaseBalloons(completion: @escaping () -> Void) {
        guard configuration.daemon.onStop == .deflate, !loop.isDryRun else { return completion() }
        let cut = desk.releases(of: fleet.samples())
        var waiting = cut.count
        guard waiting > 0 else { return completion() }
        logger.notice("deflating balloons before the end", metadata: ["guests": "\(waiting)"])
        for (sample, target) in cut {
            loop.send(target, to: sample.name, from: sample.actual) { _ in
                waiting -= 1
                if waiting == 0 { completion() }
            }
        }
    }

    private func restoreKSM(completion: @escaping () -> Void) {
        ksm.finish(configuration.ksm.onExit, completion: completion)
    }

    private func log(_ change: FleetChange) {
        switch change.kind {
        case .appeared: logger.info("guest appeared", metadata: ["guest": "\(change.guest)"])
        case .disappeared: logger.info("guest is gone", metadata: ["guest": "\(change.guest)"])
        case .renamed(let old): logger.info("guest named", metadata: ["guest": "\(change.guest)", "was": "\(old)"])
        case .state(let from, let to):
            logger.info(
                "guest is \(to.rawValue)",
                metadata: ["guest": "\(change.guest)", "was": "\(from.rawValue)", "reason": "\(change.reason)"])
        case .event(let event): logger.debug("event", metadata: ["guest": "\(change.guest)", "event": "\(event)"])
        }
    }
}

/// Breaks the ring between the service, which can ask for a reload, and the composition, which carries it out.
private final class ReloadRelay {
    var reload: ((@escaping (Result<Void, ControlFailure>) -> Void) -> Void)?
}
