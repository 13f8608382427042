import BalloonKit
import CLinux
import Glibc

/// The daemon under trial, a child process. It ends with us, whatever happens to us.
final class ServedDaemon {
    private let program: String
    private let arguments: [String]
    private let log: String
    private var number: Int32 = 0

    /// How long it may take to end in order.
    private static let endsWithin = Duration.seconds(10)

    init(_ program: String, _ arguments: [String], log: String) {
        self.program = program
        self.arguments = arguments
        self.log = log
    }

    deinit { if isRunning { finish(with: SIGKILL) } }

    var isRunning: Bool { number > 0 }
    /// As a person would type it.
    var commandLine: String { ([program] + arguments).joined(separator: " ") }

    func start() throws(ServeError) {
        let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw ServeError("cannot write", log, errno) }
        defer { close(output) }
        var words = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        let child = clinux_spawn(program, words, output)
        guard child > 0 else { throw ServeError("cannot run", program, -child) }
        number = child
    }

    /// How it ended by itself; nil while it runs.
    func unexpectedEnd() -> String? {
        var status: Int32 = 0
        guard isRunning, waitpid(number, &status, WNOHANG) == number else { return nil }
        number = 0
        return Self.description(of: status)
    }

    /// As a crash would end it.
    func crash() { finish(with: SIGKILL) }

    /// Asks it to end, and waits.
    ///
    /// - Throws: ``ServeError`` when it does not end in time (it is killed then), or not in order.
    func stop() throws(ServeError) {
        guard isRunning else { return }
        kill(number, SIGTERM)
        let deadline = clinux_monotonic_microseconds() + Int64(Self.endsWithin.inSeconds * 1e6)
        var status: Int32 = 0
        while waitpid(number, &status, WNOHANG) == 0 {
            guard clinux_monotonic_microseconds() < deadline else {
                crash()
                throw ServeError("the daemon did not end within \(Self.endsWithin.text) of SIGTERM")
            }
            poll(nil, 0, 10)
        }
        number = 0
        guard status == 0 else { throw ServeError("the daemon ended with \(Self.description(of: status))") }
    }

    /// The last lines of its log.
    func lastWords(_ lines: Int = 12) -> String {
        guard let file = fopen(log, "re") else { return "" }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        fseek(file, max(0, ftell(file) - (8 << 10)), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: 8 << 10)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").suffix(lines)
            .joined(separator: "\n")
    }

    private func finish(with signal: Int32) {
        guard isRunning else { return }
        kill(number, signal)
        var status: Int32 = 0
        while waitpid(number, &status, 0) < 0, errno == EINTR {}
        number = 0
    }

    /// Of a status of wait(2).
    private static func description(of status: Int32) -> String {
        let signal = status & 0x7f
        return signal == 0 ? "exit status \((status >> 8) & 0xff)" : "signal \(signal)"
    }
}
