import Glibc

/// How a process ended.
enum ChildEnd: Hashable {
    case exited(Int32)
    case killed(signal: Int32)
    /// Somebody else has reaped it.
    case unknown

    /// - Parameter status: as wait(2) tells it.
    init(status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
    }

    /// Part of a sentence about the process.
    var sentence: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .unknown: "ended"
        case .killed(let signal):
            Self.meanings[signal].map { "\($0) (\(Self.name(signal)))" } ?? "was killed by signal \(signal)"
        }
    }

    private static let meanings: [Int32: String] = [
        SIGILL: "trapped", SIGTRAP: "trapped", SIGFPE: "trapped",
        SIGABRT: "aborted", SIGSEGV: "accessed memory that it does not have",
        SIGBUS: "accessed memory that is not there",
        SIGKILL: "was killed", SIGTERM: "was told to end", SIGXCPU: "used up its processor time",
        SIGSYS: "made a system call that it may not make", SIGXFSZ: "wrote a file that it may not write",
    ]

    private static let names: [Int32: String] = [
        SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGFPE: "SIGFPE", SIGABRT: "SIGABRT", SIGSEGV: "SIGSEGV",
        SIGBUS: "SIGBUS", SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGSYS: "SIGSYS",
        SIGXFSZ: "SIGXFSZ",
    ]

    private static func name(_ signal: Int32) -> String { names[signal] ?? "signal \(signal)" }
}
