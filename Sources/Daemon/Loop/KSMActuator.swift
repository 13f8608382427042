import Controller
import HostMemory
import Logging

/// Carries out the KSM rung's directives on the worker thread: a write to `run` waits for ksmd to finish its batch.
///
/// A directive that comes while one is being written replaces any other that waits; the last one counts.
final class KSMActuator {
    private let worker: Worker
    private let logger: Logger
    private let writer: SharedKSMWriter?
    private var isEnabled = false
    private var isBusy = false
    private var waiting: KSMDirective?
    private var lastProblem: String?

    /// - Parameter writer: nil when the kernel has no KSM: directives are dropped. So are they until ``start(_:isDryRun:)``.
    init(writer: KSMWriter?, worker: Worker, logger: Logger) {
        self.writer = writer.map(SharedKSMWriter.init)
        self.worker = worker
        self.logger = logger
    }

    /// The beginning: what a daemon that was killed had set goes back whatever the mode. Nobody governs it, nobody holds it to its
    /// cap; what is merged stays merged, and where there is need it is started again within seconds.
    func start(_ enabled: Bool, isDryRun: Bool) {
        isEnabled = enabled
        if !isDryRun { putBack {} }
    }

    /// Follows `ksm.mode` at a reload; switched off, it puts back what was found, be it by a daemon that was killed.
    func enable(_ enabled: Bool) {
        isEnabled = enabled
        guard !enabled else { return }
        waiting = nil
        putBack {}
    }

    func apply(_ directive: KSMDirective, onFailure: @escaping () -> Void) {
        guard let writer, isEnabled else { return }
        guard !isBusy else {
            waiting = directive
            return
        }
        isBusy = true
        worker.run({
            try writer.apply(directive)
            return writer.recordProblem
        }) { [weak self] (result: Result<HostMemoryError?, any Error>) in
            guard let self else { return }
            isBusy = false
            switch result {
            case .success(let problem): report("a killed balloond could not put KSM's settings back", problem)
            case .failure(let error):
                onFailure()
                report("KSM cannot be governed", error)
            }
            if let next = waiting {
                waiting = nil
                apply(next, onFailure: onFailure)
            }
        }
    }

    /// Unmerges all, after everything given before.
    func unmerge(completion: @escaping (Result<Void, any Error>) -> Void) {
        guard let writer, isEnabled else {
            return completion(.failure(HostMemoryError(code: .missing, file: "ksm/run", reason: "KSM is not governed")))
        }
        waiting = nil
        worker.run({ try writer.unmerge() }, completion: completion)
    }

    /// The end: leaves the settings as configured. Runs on the worker, after everything given before; directives that come
    /// later are dropped.
    func finish(_ onExit: Configuration.KSM.OnExit, completion: @escaping () -> Void) {
        isEnabled = false
        waiting = nil
        guard let writer else { return completion() }
        switch onExit {
        case .restore: putBack(completion: completion)
        case .keep: worker.run({ writer.forget() }) { _ in completion() }
        case .stop:
            worker.run({ try writer.leaveStopped() }) { [logger] result in
                if case .failure(let error) = result {
                    logger.warning("KSM could not be stopped", metadata: ["error": "\(error)"])
                }
                completion()
            }
        }
    }

    private func putBack(completion: @escaping () -> Void) {
        guard let writer else { return completion() }
        worker.run({ () throws -> Bool in
            guard writer.hasChanges else { return false }
            try writer.restore()
            return true
        }) { [logger] result in
            switch result {
            case .success(true): logger.notice("KSM's settings are as they were found")
            case .success(false): break
            case .failure(let error):
                logger.warning("KSM's settings could not be put back", metadata: ["error": "\(error)"])
            }
            completion()
        }
    }

    /// Each problem once, until it is over.
    private func report(_ what: String, _ error: (any Error)?) {
        let problem = error.map { "\($0)" }
        if let problem, problem != lastProblem { logger.warning("\(what)", metadata: ["error": "\(problem)"]) }
        lastProblem = problem
    }
}
