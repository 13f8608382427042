import BalloonKit
import PolicySupervisor
import Synchronization

/// A plugin's process as the seat's worker uses it. Everything here blocks.
///
/// The lock is held for as long as the work takes, and only the worker takes it.
final class PolicyRunner: Sendable {
    /// A plugin that has come up.
    struct Start: Sendable {
        var manifest: PolicyManifest
        var pid: Int32
        /// The file that was loaded.
        var file: String
        var knobs: [String: Double]
        /// Of the last dry round; nil when there was none.
        var roundTime: Duration?
    }

    /// A round that was answered.
    struct Answer: Sendable {
        var proposals: [Proposal]
        var time: Duration
        var repairs: ReplyRepairs
        /// What the plugin has printed; nil when it is as before.
        var log: [String]?
        var linesDropped: UInt64
    }

    /// The first round may be slower: memory is touched and code is bound for the first time.
    private static let firstRound = Duration.seconds(1)

    private struct State {
        var process: PolicyProcess?
        var printed: UInt64 = 0
    }
    private let state = Mutex(State())

    /// Starts the plugin, and asks it two dry rounds when there is something to ask.
    func start(
        _ origin: PolicyOrigin, rehearsing briefing: Briefing?, deadline: Duration
    ) throws(PolicyFailure) -> Start {
        let launch = try origin.launch()
        return try state.withLock { state throws(PolicyFailure) in
            state.process?.stop()
            state = State()
            let process = try PolicyProcess(launch)
            var start = Start(
                manifest: process.manifest, pid: process.pid, file: launch.plugin, knobs: launch.knobs)
            if let briefing {
                _ = try process.round(briefing, deadline: max(deadline, Self.firstRound))
                let began = SuspendingClock.now
                _ = try process.round(briefing, deadline: deadline)
                start.roundTime = began.duration(to: .now)
            }
            state.process = process
            return start
        }
    }

    func round(_ briefing: Briefing, deadline: Duration) throws(PolicyFailure) -> Answer {
        try state.withLock { state throws(PolicyFailure) in
            guard let process = state.process else { throw PolicyFailure(.died, "it has no process") }
            let began = SuspendingClock.now
            let proposals = try process.round(briefing, deadline: deadline)
            let time = began.duration(to: .now)
            let isLogNew = process.printed != state.printed
            state.printed = process.printed
            return Answer(
                proposals: proposals, time: time, repairs: process.repairs, log: isLogNew ? process.log : nil,
                linesDropped: process.linesDropped)
        }
    }

    func stop() {
        state.withLock { state in
            state.process?.stop()
            state.process = nil
        }
    }
}
