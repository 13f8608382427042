import BalloonKit
import Controller
import PolicySupervisor
import Synchronization

/// A plugin's process, asked by a simulated daemon: the simulation waits for it, so that a run is the same every time.
///
/// A plugin that fails is started again at once, as often as it takes: what became of the pool meanwhile is of interest here.
final class PluginAdviser: Sendable {
    /// Longer than any daemon waits: here a slow machine must not change a run.
    private static let deadline = Duration.seconds(10)

    struct Account: Sendable {
        var rounds = 0
        /// By the reason's code.
        var failures: [String: Int] = [:]
        /// The last failure, in a sentence, with what the plugin had said.
        var last: [String] = []
    }

    private struct State: ~Copyable {
        var process: PolicyProcess?
        var account = Account()
    }

    let manifest: PolicyManifest
    private let launch: PolicyLaunch
    private let state: Mutex<State>

    init(_ launch: PolicyLaunch) throws(PolicyFailure) {
        let process = try PolicyProcess(launch)
        manifest = process.manifest
        self.launch = launch
        state = Mutex(State(process: process))
    }

    var account: Account { state.withLock { $0.account } }

    func counsel(_ briefing: Briefing) -> Counsel {
        state.withLock { state in
            do throws(PolicyFailure) {
                if state.process == nil { state.process = try PolicyProcess(launch) }
                let proposals = try state.process?.round(briefing, deadline: Self.deadline) ?? []
                state.account.rounds += 1
                return .proposals(proposals, by: manifest.name)
            } catch {
                state.process?.stop()
                state.process = nil
                state.account.failures[error.reason.code.rawValue, default: 0] += 1
                state.account.last = [error.sentence] + error.log
                return .absent(error.reason, by: manifest.name)
            }
        }
    }

    func stop() { state.withLock { $0.process?.stop() } }
}
