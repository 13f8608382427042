import BalloonKit
import Glibc
import PolicyWire

/// A plugin's process with the messages to it, and words for how either fails.
///
/// Used by one thread at a time.
final class PolicyChild {
    private let process: ChildProcess
    private let channel: PolicyChannel

    var pid: Int32 { process.pid }
    var log: LogTail { channel.log }

    /// How long a process that has closed its socket may take to end: its status tells more than the socket.
    private static let graceOfDeath = Duration.milliseconds(100)
    /// How long a process that is told to end by a closed socket may take for it.
    private static let graceOfStop = Duration.milliseconds(200)

    /// - Throws: ``PolicyFailure``: `.cannotStart`.
    init(_ launch: PolicyLaunch) throws(PolicyFailure) {
        do throws(SystemError) {
            process = try ChildProcess(
                [launch.host, "--memory", "\(launch.memory.bytes)", launch.plugin], environment: Self.environment)
        } catch {
            throw PolicyFailure(.cannotStart, "the policy host \(launch.host) cannot be started: \(error)")
        }
        channel = PolicyChannel(socket: process.socket, output: process.output)
    }

    /// What the loader and the C library need. The runtime's own backtraces would start another process and take seconds.
    private static var environment: [String] {
        var environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"]
        // Where the daemon itself finds the Swift runtime, when somebody had to say so.
        if let libraries = getenv("LD_LIBRARY_PATH") {
            environment.append("LD_LIBRARY_PATH=" + String(cString: libraries))
        }
        return environment
    }

    /// Sends a message and waits for the answer.
    ///
    /// - Throws: ``PolicyFailure``: `.late`, `.died` or `.nonsense`. The process is gone then.
    func ask(
        _ message: [UInt8], longest: Int, until deadline: SuspendingClock.Instant, of time: Duration
    ) throws(PolicyFailure) -> [UInt8] {
        do throws(PolicyChannel.Problem) {
            return try channel.exchange(message, longest: longest, until: deadline)
        } catch {
            throw failure(error, after: time)
        }
    }

    /// Ends the process, and tells of it.
    func failure(_ kind: PolicyFailure.Kind, _ sentence: String) -> PolicyFailure {
        end()
        return PolicyFailure(kind, sentence, log: log.lines)
    }

    private func failure(_ problem: PolicyChannel.Problem, after time: Duration) -> PolicyFailure {
        switch problem {
        case .ended:
            end(grace: Self.graceOfDeath)
            return PolicyFailure(.died, "it closed its socket".unless(ending), log: log.lines)
        case .late:
            end()
            // A process that it has started may hold the socket open.
            return PolicyFailure(
                process.endedByItself ? .died : .late, "it did not answer within \(time.text)".unless(ending),
                log: log.lines)
        case .unasked: return failure(.nonsense, "it spoke without being asked")
        case .tooLong(let length): return failure(.nonsense, "it announced an answer of \(length) bytes")
        case .system(let error):
            return failure(.died, "its socket cannot be used: \(error)")
        }
    }

    /// How the process ended, when it did so by itself.
    private var ending: String? {
        guard process.endedByItself, let end = process.end else { return nil }
        return "its process \(end.sentence)"
    }

    private func end(grace: Duration = .zero) {
        process.finish(grace: grace)
        channel.drainRest()
        channel.close()
    }

    /// Tells it to end, and sees to it.
    func stop() {
        process.socket.close()
        end(grace: Self.graceOfStop)
    }
}

extension String {
    fileprivate func unless(_ better: String?) -> String { better ?? self }
}
