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
    private var isBusy = false
    private var waiting: KSMDirective?
    private var hasFailed = false

    /// - Parameter writer: nil when the kernel has no KSM or the configuration switched it off: directives are dropped.
    init(writer: KSMWriter?, worker: Worker, logger: Logger) {
        self.writer = writer.map(SharedKSMWriter.init)
        self.worker = worker
        self.logger = logger
    }

    func apply(_ directive: KSMDirective, onFailure: @escaping () -> Void) {
        guard let writer else { return }
        guard !isBusy else {
            waiting = directive
            return
        }
        isBusy = true
        worker.run({ try writer.apply(directive) }) { [weak self] result in
            guard let self else { return }
            isBusy = false
            if case .failure(let error) = result {
                onFailure()
                report(error)
            } else {
                hasFailed = false
            }
            if let next = waiting {
                waiting = nil
                apply(next, onFailure: onFailure)
            }
        }
    }

    /// Puts the settings back as they were found. Runs on the worker, after everything given before.
    func restore(completion: @escaping (Result<Void, any Error>) -> Void) {
        guard let writer else { return completion(.success(())) }
        waiting = nil
        worker.run({ try writer.restore() }, completion: completion)
    }

    private func report(_ error: any Error) {
        if !hasFailed { logger.warning("KSM cannot be governed", metadata: ["error": "\(error)"]) }
        hasFailed = true
    }
}
