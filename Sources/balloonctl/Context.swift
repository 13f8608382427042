import CLinux
import ControlProtocol
import Glibc

/// What a command may ask of the world, so that tests can supply another.
struct Context {
    var console: Console
    /// Variables of the environment.
    var variable: (String) -> String?
    /// Time on the monotonic clock.
    var now: () -> Duration
    /// Waits; between two looks of `set --wait`.
    var pause: (Duration) -> Void
    /// The time of day, as `watch` shows it.
    var clockText: () -> String
    /// The time of the wall clock, which times in the past are told by.
    var wallTime: () -> UnixTime = UnixTime.now
    /// Of this machine, for the title of a report.
    var hostName: () -> String = nodeName

    /// The locale says so: its first variable that is set names a character set, and that is not UTF-8.
    var isASCIIOnly: Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variable($0) }.first { !$0.isEmpty }
        guard let locale = locale?.lowercased() else { return false }
        return !locale.hasSuffix("utf-8") && !locale.hasSuffix("utf8")
    }

    /// The host that `--host` named; nil for this one.
    var link: RemoteLink?

    /// Begins to connect to another host; see ``RemoteLink``.
    func startLink(_ host: RemoteHost) throws(ClientError) -> RemoteLink {
        try RemoteLink(to: host, patience: ConnectionSettings.remoteTimeout)
    }

    static func ofProcess() -> Context {
        Context(
            console: .ofProcess(), variable: { getenv($0).map { String(cString: $0) } }, now: monotonicTime,
            pause: { span in poll(nil, 0, milliseconds(span)) }, clockText: timeOfDay)
    }
}

/// `CLOCK_MONOTONIC`.
func monotonicTime() -> Duration {
    .microseconds(clinux_monotonic_microseconds())
}

/// A span as poll(2) takes it: rounded up, so that a wait never ends just before its deadline; 0 when it is over.
func milliseconds(_ span: Duration) -> Int32 {
    let (seconds, attoseconds) = span.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
}

/// As uname(2) has it.
private func nodeName() -> String {
    var names = utsname()
    guard uname(&names) == 0 else { return "this host" }
    return withUnsafeBytes(of: &names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

private func timeOfDay() -> String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Text.padded("\($0)", to: 2, with: "0") }.joined(
        separator: ":")
}
