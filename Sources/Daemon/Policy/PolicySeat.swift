import BalloonKit
import Controller
import Logging
import NIOCore
import PolicySupervisor

/// One plugin in the daemon: its process, the trust in it, and a thread of its own that waits for it.
///
/// Confined to the event loop, which never waits: every question is completed, at once while there is nobody to ask, else by
/// the answer, the worker's deadline or, should the worker itself be late, by a timer of the loop.
final class PolicySeat {
    typealias Completion = (Counsel) -> Void

    /// How much later than the plugin's deadline the loop stops to wait for its own worker.
    static let cushion = Duration.milliseconds(20)

    private enum Phase {
        case idle
        case starting
        case running
        case stopped
    }

    let name: String
    private let role: String
    private let eventLoop: any EventLoop
    private let clocks: Clocks
    private let logger: Logger
    private let worker: Worker
    private let runner = PolicyRunner()
    private var settings: PolicyDeskSettings
    private var trust: PolicyTrust
    private var phase = Phase.idle
    /// A failure is told to whoever asked for the start, and the plugin is not started again by itself.
    private var isCandidate = true
    private var question: Question?
    /// The worker is at a round, whether or not somebody still waits for it.
    private var isAsking = false
    private var retry: Scheduled<Void>?

    private var start: PolicyRunner.Start?
    private var tally = PolicyTally()
    private var lastFailure: PolicySeatReport.Failure?
    private var lastAnswer: PolicyRunner.Answer?
    private var log: [String] = []
    private var wasStarted = false

    /// Who waits for a round, and until when.
    private struct Question {
        var completion: Completion
        var timeout: Scheduled<Void>
    }

    /// - Parameter role: For the log: `policy` or `shadow`.
    init(
        _ name: String, role: String, settings: PolicyDeskSettings, eventLoop: any EventLoop, clocks: Clocks,
        logger: Logger
    ) {
        self.name = name
        self.role = role
        self.settings = settings
        self.eventLoop = eventLoop
        self.clocks = clocks
        self.logger = logger
        worker = Worker(eventLoop: eventLoop)
        trust = PolicyTrust(failuresAllowed: settings.failures)
    }

    // MARK: Starting

    /// Starts the plugin for the first time, with dry rounds when there is something to ask.
    ///
    /// - Parameter completion: After a failure the seat stays as it is: ``stop(completion:)`` it, or ``keepTrying()``.
    func start(
        rehearsing briefing: Briefing?, completion: @escaping (Result<PolicyRunner.Start, PolicyFailure>) -> Void
    ) {
        begin(rehearsing: briefing, completion: completion)
    }

    /// From now on the plugin is started again after failures, as far as it is trusted. Restarts begin at once when it is not up.
    func keepTrying() {
        isCandidate = false
        guard phase == .idle else { return }
        scheduleRetry()
    }

    private func begin(
        rehearsing briefing: Briefing? = nil,
        completion: @escaping (Result<PolicyRunner.Start, PolicyFailure>) -> Void = { _ in }
    ) {
        guard phase == .idle else { return }
        phase = .starting
        trust.started()
        if wasStarted { tally.restarts += 1 }
        wasStarted = true
        let runner = runner
        let origin = settings.origin(of: name)
        let deadline = settings.deadline
        // `Result` carries the typed error through the untyped worker.
        worker.run({
            Result { () throws(PolicyFailure) in
                try runner.start(origin, rehearsing: briefing, deadline: deadline)
            }
        }) { [weak self] outcome in
            guard let self, case .success(let result) = outcome, phase != .stopped else {
                return completion(.failure(PolicyFailure(.cannotStart, "it was stopped")))
            }
            switch result {
            case .success(let start): hasStarted(start)
            case .failure(let failure): hasFailed(failure)
            }
            completion(result)
        }
    }

    private func hasStarted(_ start: PolicyRunner.Start) {
        phase = .running
        self.start = start
        log = []
        lastAnswer = nil
        logger.notice(
            "\(role) started",
            metadata: [
                "policy": "\(name)", "version": "\(start.manifest.version)", "pid": "\(start.pid)",
                "file": "\(start.file)",
            ])
    }

    // MARK: Asking

    /// Asks for proposals. Always completes, on the event loop.
    func ask(_ briefing: Briefing, completion: @escaping Completion) {
        guard phase == .running else { return completion(.absent(absence, by: name)) }
        guard !isAsking else {
            return completion(
                .absent(Reason(.policyLate, remark: "it is still at an earlier round"), by: name))
        }
        isAsking = true
        question = Question(completion: completion, timeout: timeout())
        let runner = runner
        let deadline = settings.deadline
        worker.run({ Result { () throws(PolicyFailure) in try runner.round(briefing, deadline: deadline) } }) {
            [weak self] outcome in
            self?.hasAnswered(outcome)
        }
    }

    private func timeout() -> Scheduled<Void> {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        return eventLoop.scheduleTask(in: (settings.deadline + Self.cushion).asTimeAmount) {
            bound.value.complete(
                .absent(
                    Reason(.policyLate, remark: "no answer within \(bound.value.settings.deadline.text)"),
                    by: bound.value.name))
        }
    }

    private func complete(_ counsel: Counsel) {
        guard let question else { return }
        self.question = nil
        question.timeout.cancel()
        question.completion(counsel)
    }

    private func hasAnswered(_ outcome: Result<Result<PolicyRunner.Answer, PolicyFailure>, any Error>) {
        isAsking = false
        guard phase == .running, case .success(let result) = outcome else { return }
        switch result {
        case .success(let answer):
            if question == nil { tally.unused += 1 }
            tally.succeeded(in: answer.time)
            trust.succeeded()
            if let lines = answer.log { log = lines }
            lastAnswer = answer
            lastAnswer?.proposals = []
            complete(.proposals(answer.proposals, by: name))
        case .failure(let failure):
            hasFailed(failure)
            complete(.absent(failure.reason, by: name))
        }
    }

    // MARK: Failing

    private func hasFailed(_ failure: PolicyFailure) {
        phase = .idle
        let now = clocks.monotonic()
        tally.failed(failure.kind.name)
        trust.failed(failure.kind, at: now)
        lastFailure = PolicySeatReport.Failure(failure: failure, time: now)
        log = failure.log
        write(failure)
        if !isCandidate { scheduleRetry() }
    }

    private func scheduleRetry() {
        retry?.cancel()
        retry = nil
        switch trust.standing {
        case .trusted: begin()
        case .quarantined:
            logger.error(
                "\(role) quarantined: 'balloonctl policy reinstate' tries it again",
                metadata: ["policy": "\(name)", "failures": "\(trust.failures)"])
        case .backingOff(let until):
            let delay = max(until - clocks.monotonic(), .zero)
            logger.notice("\(role) is started again", metadata: ["policy": "\(name)", "in": "\(delay.text)"])
            let bound = NIOLoopBound(self, eventLoop: eventLoop)
            retry = eventLoop.scheduleTask(in: delay.asTimeAmount) { bound.value.begin() }
        }
    }

    private func write(_ failure: PolicyFailure) {
        logger.warning(
            "\(role) failed",
            metadata: ["policy": "\(name)", "kind": "\(failure.kind.name)", "error": "\(failure.sentence)"])
        for line in failure.log.suffix(Self.linesLogged) {
            logger.warning("\(role) printed", metadata: ["policy": "\(name)", "line": "\(line)"])
        }
    }

    private static let linesLogged = 16

    /// Why there is nobody to ask.
    private var absence: Reason {
        let remark = lastFailure?.failure.reason.remark
        guard phase == .idle, trust.standing == .quarantined else { return Reason(.policyStarting, remark: remark) }
        return Reason(.policyQuarantined, remark: remark)
    }

    // MARK: Orders

    /// Whether the plugin is not up and waits for time or an operator.
    var isDown: Bool { phase == .idle }

    /// Forgives everything, and starts the plugin now unless it runs.
    func reinstate(completion: @escaping (Result<PolicyRunner.Start, PolicyFailure>) -> Void) {
        guard isDown else { return }
        retry?.cancel()
        retry = nil
        trust.reinstate()
        logger.notice("\(role) reinstated", metadata: ["policy": "\(name)"])
        begin(completion: completion)
    }

    /// Deadline and failures hold at once, everything else from the next start.
    func reconfigure(_ settings: PolicyDeskSettings) {
        self.settings = settings
        trust.allowed = settings.failures
    }

    /// Ends the plugin's process. Whoever waits for an answer is told at once.
    ///
    /// - Parameter completion: The process is gone.
    func stop(completion: @escaping () -> Void = {}) {
        guard phase != .stopped else { return completion() }
        phase = .stopped
        retry?.cancel()
        retry = nil
        complete(.absent(Reason(.policyStarting, remark: "it was stopped"), by: name))
        let runner = runner
        let bound = NIOLoopBound(completion, eventLoop: eventLoop)
        let worker = worker
        worker.run({ runner.stop() }) { _ in worker.stop().whenComplete { _ in bound.value() } }
    }

    var report: PolicySeatReport {
        PolicySeatReport(
            name: name, state: state, manifest: start?.manifest, file: start?.file,
            knobs: start?.knobs ?? settings.origin(of: name).knobs, pid: phase == .running ? start?.pid : nil,
            tally: tally, failuresCounted: trust.failures, retryIn: retryIn, lastFailure: lastFailure, log: log,
            linesDropped: lastAnswer?.linesDropped ?? 0, repairs: lastAnswer?.repairs ?? ReplyRepairs())
    }

    private var state: PolicySeatReport.State {
        switch phase {
        case .running: .running
        case .starting: .starting
        case .idle, .stopped:
            switch trust.standing {
            case .quarantined: .quarantined
            case .backingOff: .backingOff
            case .trusted: .starting
            }
        }
    }

    private var retryIn: Duration? {
        guard phase == .idle, case .backingOff(let until) = trust.standing else { return nil }
        return max(until - clocks.monotonic(), .zero)
    }
}
