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

    /// Also looks up who may change things, which may ask a directory service.
    func read(completion: @escaping (Result<(Configuration, AccessRule), ControlFailure>) -> Void) {
        let options = options
        worker.run({
            let configuration = try options.loadConfiguration()
            return (configuration, configuration.accessRule)
        }) { (result: Result<(Configuration, AccessRule), any Error>) in
            completion(result.mapError { ControlFailure(.genericError, "\($0)") })
        }
    }
}
