import CLinux

/// Real time in steps. When the machine stood still, so did the world: steps are never made up for, since the daemon
/// could not have acted between them either.
struct ServeClock {
    /// Of what was never made up for.
    private(set) var stalled = Duration.zero
    private(set) var longestStall = Duration.zero
    private(set) var stalls = 0
    private var due: Int64
    private let step: Int64

    /// Less than this late is made up for: the next step comes sooner.
    private static let tolerance: Int64 = 100_000

    init(stepMilliseconds: Int64) {
        step = stepMilliseconds * 1000
        due = Self.now + stepMilliseconds * 1000
    }

    /// Microseconds.
    static var now: Int64 { clinux_monotonic_microseconds() }

    /// How long until the next step, in milliseconds rounded up; 0 when it is due.
    var wait: Int32 { Int32(clamping: max(0, (due - Self.now + 999) / 1000)) }

    /// A step is made.
    mutating func tick() {
        let late = Self.now - due
        due += step
        guard late > Self.tolerance else { return }
        due += late
        stalls += 1
        stalled += .microseconds(late)
        longestStall = max(longestStall, .microseconds(late))
    }
}
