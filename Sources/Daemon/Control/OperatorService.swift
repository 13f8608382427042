import BalloonKit
import ControlProtocol
import Controller
import Fleet
import Foundation
import HostMemory
import Logging
import NIOCore
import QMP

/// Carries out the commands of the control socket. Confined to the event loop.
///
/// Every command ends in exactly one call of its completion. Whether the peer may use it was decided before.
final class OperatorService {
    typealias Completion = (Result<any ControlValue, ControlFailure>) -> Void

    private let loop: ControlLoop
    private let fleet: Fleet
    private let ksm: KSMReporter
    private let history: HistoryQueries
    private let clocks: Clocks
    private let identity: DaemonIdentity
    private let logger: Logger
    private let clients: ClientTally
    private let reload: (@escaping (Result<Void, ControlFailure>) -> Void) -> Void
    var view: OperatorView

    /// - Parameter reload: reads the configuration anew and takes it over, or says what is wrong with it.
    init(
        loop: ControlLoop, fleet: Fleet, ksm: KSMReporter, history: HistoryQueries, clocks: Clocks,
        identity: DaemonIdentity, view: OperatorView, clients: ClientTally, logger: Logger,
        reload: @escaping (@escaping (Result<Void, ControlFailure>) -> Void) -> Void
    ) {
        self.loop = loop
        self.fleet = fleet
        self.ksm = ksm
        self.history = history
        self.clocks = clocks
        self.identity = identity
        self.view = view
        self.clients = clients
        self.logger = logger
        self.reload = reload
    }

    /// `watch` is the connection's own business and never comes here.
    func handle(_ request: ControlRequest, from peer: Peer, completion: @escaping Completion) {
        switch request {
        case .queryStatus: completion(.success(status()))
        case .queryGuests(let command): answer(completion) { () throws(ControlFailure) in try self.guests(command) }
        case .setPin(let command): setPin(command, from: peer, completion)
        case .removePin(let command):
            answer(completion) { () throws(ControlFailure) in try self.removePin(command, from: peer) }
        case .setLimits(let command):
            answer(completion) { () throws(ControlFailure) in try self.setLimits(command, from: peer) }
        case .pause(let command):
            answer(completion) { () throws(ControlFailure) in try self.setPaused(true, guest: command.guest, from: peer)
            }
        case .resume(let command):
            answer(completion) { () throws(ControlFailure) in
                try self.setPaused(false, guest: command.guest, from: peer)
            }
        case .explain(let command): answer(completion) { () throws(ControlFailure) in try self.explain(command) }
        case .queryKSM:
            ksm.report(guests: fleet.samples(), state: ksmState(), completion: { completion(.success($0)) })
        case .setKSM(let command): setKSM(command, from: peer, completion)
        case .queryPolicy: queryPolicy(completion)
        case .usePolicy(let command): policyOrders.use(command.policy, from: peer, completion)
        case .shadowPolicy(let command): policyOrders.shadow(command.policy, from: peer, completion)
        case .reinstatePolicy: policyOrders.reinstate(from: peer, completion)
        case .queryPolicyDiff:
            answer(completion) { () throws(ControlFailure) in
                try self.policyReporter.diff(self.loop.policies.ledger)
            }
        case .annotate(let command):
            answer(completion) { () throws(ControlFailure) in try self.annotate(command, from: peer) }
        case .queryMoves(let command): history.moves(command, completion)
        case .queryHistory(let command): history.course(command, completion)
        case .queryPeriod(let command): history.period(command, completion)
        case .reserve(let command):
            answer(completion) { () throws(ControlFailure) in try self.reserve(command, from: peer) }
        case .queryRoom: completion(.success(room))
        case .queryHardware(let command): queryHardware(command, completion)
        case .reload: reload { completion($0.map { EmptyReply() }) }
        case .watch: completion(.success(EmptyReply()))
        case .listCommands: completion(.success(ListCommands.reply))
        }
    }

    // MARK: Looking

    func status() -> StatusReport {
        var report = StatusReport(
            version: identity.version, pid: identity.pid, started: clocks.monotonic() - identity.started,
            isDryRun: loop.isDryRun, isPaused: loop.desk.isPoolPaused, cycle: loop.counters.cycles,
            policy: loop.policies.activeName)
        report.counters =
            CounterReport(
                loop: loop.counters, journal: loop.journal, history: loop.history, fleet: fleet.counters,
                desk: loop.desk, clients: clients,
                policies: loop.policies.report
            ).values
        policyReporter.add(to: &report)
        if let problem = loop.hostFileProblem {
            report.alarms.append(AlarmReport(code: "pool-unreadable", sentence: "nothing is decided: \(problem)"))
        }
        guard let reporter else { return report }
        report.cycleDuration = loop.latest?.duration
        // What was last known of it is not told as if it were so now.
        if loop.hostFileProblem == nil { report.pool = reporter.pool() }
        report.rung = reporter.record.decision.rung.rawValue
        report.guests = reporter.guestCounts()
        report.ksm = reporter.ksm()
        if loop.desk.room.current != nil { report.room = room }
        report.alarms += reporter.alarms()
        return report
    }

    private var room: RoomReport {
        RoomReporter(book: loop.desk.room, record: loop.latest, isDryRun: loop.isDryRun, now: clocks.monotonic()).report
    }

    func guestReports() -> [GuestReport] {
        reporter?.guests(socket: fleet.socketPath) ?? []
    }

    private func guests(_ command: QueryGuests) throws(ControlFailure) -> QueryGuests.Reply {
        let reports = reporter?.guests(named: command.guest, socket: fleet.socketPath) ?? []
        if let name = command.guest, reports.isEmpty { throw .noGuest(name) }
        return QueryGuests.Reply(guests: reports)
    }

    private func queryHardware(_ command: QueryHardware, _ completion: @escaping Completion) {
        let name = command.guest
        guard present(name) != nil else { return completion(.failure(.noGuest(name))) }
        fleet.askHardware(of: name) { result in
            completion(
                result.map {
                    HardwareReport(guest: name, balloon: $0.balloon, answers: $0.answers, failures: $0.failures)
                        as any ControlValue
                }
                .mapError { ControlFailure(.guestNotActive, $0.message) })
        }
    }

    private func queryPolicy(_ completion: @escaping Completion) {
        loop.policies.offers { [policyReporter] offers in completion(.success(policyReporter.policies(offers))) }
    }

    private var policyReporter: PolicyReporter {
        PolicyReporter(
            report: loop.policies.report, decision: loop.latest?.decision, now: clocks.monotonic())
    }

    private var policyOrders: PolicyOrders { PolicyOrders(desk: loop.policies, logger: logger) }

    private func explain(_ command: Explain) throws(ControlFailure) -> Explain.Reply {
        guard let reporter else {
            throw ControlFailure(.genericError, "no cycle has run yet: the pool could not be read so far")
        }
        let reply = reporter.explanation(of: command.guest)
        if let name = command.guest, reply.guests.isEmpty { throw .noGuest(name) }
        return reply
    }

    private var reporter: Reporter? {
        loop.latest.map {
            Reporter(
                record: $0, present: loop.desk.attach(to: fleet.samples(), at: clocks.wall()), outcomes: loop.outcomes,
                limit: view.limit, poolKind: view.poolKind,
                now: clocks.monotonic())
        }
    }

    private func ksmState() -> KSMReporter.State {
        KSMReporter.State(
            status: loop.latest?.decision.ksmStatus, hold: loop.desk.ksmHold, now: clocks.monotonic())
    }

    // MARK: Changing

    private func setKSM(_ command: SetKSM, from peer: Peer, _ completion: @escaping Completion) {
        note("KSM \(command.action.rawValue)", guest: "(the whole pool)", peer: peer)
        KSMOrders(loop: loop, isOff: ksm.mode == Configuration.KSM.Mode.off.rawValue)
            .carryOut(command.action, from: peer, at: clocks.wall(), completion: completion)
    }

    /// The reply is how it stands before the first cycle that knows of it.
    private func reserve(_ command: ReserveRoom, from peer: Peer) throws(ControlFailure) -> RoomReport {
        let order = try RoomOrder(command, total: loop.latest?.snapshot.pool.total)
        let wasReserved = loop.desk.room.current != nil
        guard order.size > .zero else {
            loop.desk.reserve(nil)
            if wasReserved { note("reserved room released", guest: "(the whole pool)", peer: peer) }
            return room
        }
        loop.desk.reserve(
            RoomReservation(
                order.size, until: clocks.monotonic() + order.duration, setBy: peer.name, present: fleet.samples()))
        note("room of \(order.size) reserved for \(order.duration.text)", guest: "(the whole pool)", peer: peer)
        loop.hasten()
        return room
    }

    private func removePin(_ command: RemovePin, from peer: Peer) throws(ControlFailure) -> RemovePin.Reply {
        let removed = loop.desk.removePin(of: command.guest)
        if !removed { _ = try sample(of: command.guest) }
        note("pin removed", guest: command.guest, peer: peer)
        loop.hasten()
        return RemovePin.Reply(guest: command.guest, removed: removed)
    }

    private func setLimits(_ command: SetLimits, from peer: Peer) throws(ControlFailure) -> SetLimits.Reply {
        let guest = command.guest
        let before = loop.desk.operatorLimits(of: guest)
        // What an operator has set can be taken back also when the guest is gone.
        let gone = command.reset == true && !before.isEmpty ? GuestSample(name: guest, state: .gone) : nil
        guard let sample = present(guest) ?? gone else { throw .noGuest(guest) }
        let order = try LimitsOrder(command, before: before, sample: sample, desk: loop.desk)
        if order.limits != before {
            loop.desk.setLimits(order.limits, of: guest)
            note("limits changed", guest: guest, peer: peer)
            loop.hasten()
        }
        let now = order.effective
        return SetLimits.Reply(guest: guest, floor: now.floor, ceiling: now.ceiling, shares: now.shares)
    }

    private func annotate(_ command: Annotate, from peer: Peer) throws(ControlFailure) -> Annotate.Reply {
        let guest = command.guest
        let before = loop.desk.operatorAnnotations(of: guest)
        // What an operator has said can be taken back also when the guest is gone.
        if before.isEmpty || command.set?.isEmpty == false { _ = try sample(of: guest) }
        let order = try AnnotationOrder(
            command, before: before, configured: loop.desk.configuredAnnotations(of: guest))
        if order.annotations != before {
            loop.desk.setAnnotations(order.annotations, of: guest)
            note("annotated", guest: guest, peer: peer)
            loop.hasten()
        }
        return Annotate.Reply(
            guest: guest, annotations: loop.desk.annotations(of: guest), remark: order.remark)
    }

    private func setPaused(_ paused: Bool, guest: String?, from peer: Peer) throws(ControlFailure) -> EmptyReply {
        // A pause can be ended also when the guest is gone.
        if let guest, paused || !loop.desk.isPaused(guest) { _ = try sample(of: guest) }
        let pause = paused ? StoredPause(setBy: peer.name, created: clocks.wall()) : nil
        loop.desk.setPause(pause, of: guest.map { .guest($0) } ?? .pool)
        note(paused ? "paused" : "resumed", guest: guest ?? "(the whole pool)", peer: peer)
        loop.hasten()
        return EmptyReply()
    }

    private func setPin(_ command: SetPin, from peer: Peer, _ completion: @escaping Completion) {
        do throws(ControlFailure) {
            let order = try PinOrder(command, sample: try sample(of: command.guest), desk: loop.desk)
            carryOut(order, from: peer, completion)
        } catch {
            completion(.failure(error))
        }
    }

    /// Stores the pin and sends it to QEMU at the same time; answers when both are known, or when QEMU takes too long.
    private func carryOut(_ order: PinOrder, from peer: Peer, _ completion: @escaping Completion) {
        let now = clocks.wall()
        let pin = StoredPin(
            target: order.target, reason: order.reason, setBy: peer.name, created: now,
            expires: order.duration.map { now.addingTimeInterval($0.inSeconds) })
        note("pinned at \(order.target)", guest: order.sample.name, peer: peer)
        let answer = PinAnswer(order: order, isDryRun: loop.isDryRun, completion: completion)
        loop.desk.setPin(pin, of: order.sample.name) { answer.stored($0) }
        loop.history.pinned(
            order.sample.name, at: order.target, by: order.account(by: peer.name), isDryRun: loop.isDryRun)
        guard !loop.isDryRun else { return answer.sent(.success(())) }
        loop.send(order.target, to: order.sample.name, from: order.sample.actual) { answer.sent($0) }
    }

    // MARK: Small help

    private func present(_ guest: String) -> GuestSample? {
        fleet.samples().first { $0.name == guest }
    }

    private func sample(of guest: String) throws(ControlFailure) -> GuestSample {
        guard let sample = present(guest) else { throw .noGuest(guest) }
        return sample
    }

    private func note(_ what: String, guest: String, peer: Peer) {
        logger.notice(
            "operator: \(what)", metadata: ["guest": "\(guest)", "by": "\(peer.name)", "pid": "\(peer.pid)"])
    }

    private func answer<Reply: ControlRecord>(
        _ completion: Completion, _ work: () throws(ControlFailure) -> Reply
    ) {
        do throws(ControlFailure) {
            completion(.success(try work()))
        } catch {
            completion(.failure(error))
        }
    }
}
