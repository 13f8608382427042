import ControlProtocol
import QMP

/// Reads the configuration again, on the worker: files may be slow, the event loop must not be.
final class Reloader {
    private let options: DaemonOptions
    private let worker: Worker

    init(options: DaemonOptions, worker: Worker) {
        self.options = options
        self.worker = worker
    }

    func read(completion: @escaping (Result<Configuration, ControlFailure>) -> Void) {
        let options = options
        worker.run({ try options.loadConfiguration() }) { result in
            completion(result.mapError { ControlFailure(.genericError, "\($0)") })
        }
    }
}
