import CLinux
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

private func timeOfDay() -> String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Text.padded("\($0)", to: 2, with: "0") }.joined(
        separator: ":")
}
