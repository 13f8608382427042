import CLinux
import Glibc

/// A child process in a session of its own, with a socket and a pipe to it. It is killed and reaped with its owner.
///
/// Used by one thread at a time.
final class ChildProcess {
    let pid: Int32
    /// Our end of the stream socket that is the child's descriptor 3.
    let socket: Descriptor
    /// Where its standard output and error can be read, without blocking.
    let output: Descriptor
    /// Nil while it has not been reaped.
    private(set) var end: ChildEnd?
    /// Whether it had ended before it was killed.
    private(set) var endedByItself = false
    private var isAbandoned = false

    /// - Parameters:
    ///   - arguments: The first is the program's path.
    ///   - environment: Each `NAME=value`; nothing is inherited.
    /// - Throws: ``SystemError``: no such program, or no descriptors, processes or memory left.
    init(_ arguments: [String], environment: [String]) throws(SystemError) {
        UnreapedChildren.reap()
        let (socket, theirSocket) = try Self.pair(clinux_socket_pair)
        let (output, theirOutput) = try Self.pair(clinux_output_pipe)
        var started: Int32 = 0
        guard let path = arguments.first, let inner = theirSocket.number, let outer = theirOutput.number else {
            throw SystemError(number: ENOENT)
        }
        let failed = withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                clinux_spawn_with_socket(path, arguments, environment, inner, outer, &started)
            }
        }
        guard failed == 0 else { throw SystemError(number: -failed) }
        pid = started
        self.socket = socket
        self.output = output
        offerToOOMKiller()
    }

    private static func pair(
        _ make: (UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?) -> Int32
    ) throws(SystemError) -> (Descriptor, Descriptor) {
        var ours: Int32 = -1
        var theirs: Int32 = -1
        let failed = make(&ours, &theirs)
        guard failed == 0 else { throw SystemError(number: -failed) }
        return (Descriptor(ours), Descriptor(theirs))
    }

    /// The daemon is protected, and its children inherit that: of all processes a plugin's can be spared first. Best effort.
    ///
    /// Source: proc(5), `/proc/PID/oom_score_adj`; raising it needs no privilege.
    private func offerToOOMKiller() {
        let file = open("/proc/\(pid)/oom_score_adj", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = write(file, "1000\n", 5)
        close(file)
    }

    /// Kills it and whatever it has started in its session, and reaps it.
    ///
    /// - Parameter grace: How long it may take to end by itself first.
    /// - Returns: How it ended; nil when it has not within a second of the kill, as while the kernel does I/O for it: it is then
    ///   reaped later.
    @discardableResult
    func finish(grace: Duration = .zero) -> ChildEnd? {
        guard end == nil, !isAbandoned else { return end }
        endedByItself = waits(for: grace)
        // Also when it is over: what it started may live. Its number is not given away before it is reaped.
        kill(-pid, SIGKILL)
        if !endedByItself { kill(pid, SIGKILL) }
        end = reaped(within: .seconds(1))
        if end == nil {
            isAbandoned = true
            UnreapedChildren.add(pid)
        }
        return end
    }

    /// Whether it has ended; it is not reaped.
    private func waits(for time: Duration) -> Bool {
        Patience(until: .now + time).waits {
            var information = siginfo_t()
            return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo != 0
        }
    }

    private func reaped(within time: Duration) -> ChildEnd? {
        var end: ChildEnd?
        _ = Patience(until: .now + time).waits {
            var status: Int32 = 0
            let found = waitpid(pid, &status, WNOHANG)
            if found == pid { end = ChildEnd(status: status) }
            // Somebody else reaped it: its status is lost, and it is gone.
            if found < 0, errno != EINTR { end = .unknown }
            return end != nil
        }
        return end
    }

    deinit { finish() }
}

/// Looks for something that nobody announces, more and more seldom, until a deadline.
private struct Patience {
    let deadline: SuspendingClock.Instant

    init(until deadline: SuspendingClock.Instant) { self.deadline = deadline }

    /// - Returns: Whether it came.
    func waits(for hasCome: () -> Bool) -> Bool {
        var pause: Int32 = 1
        while !hasCome() {
            guard SuspendingClock.now < deadline else { return false }
            poll(nil, 0, pause)
            pause = min(pause * 2, 16)
        }
        return true
    }
}

/// A NULL-terminated array of C strings, for the time of the call.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        // An array with an element has a base address; an empty list stands in where it has none.
        guard let base = buffer.baseAddress else {
            var none: UnsafeMutablePointer<CChar>?
            return body(&none)
        }
        return body(base)
    }
}
