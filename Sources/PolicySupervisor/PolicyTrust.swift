public import BalloonKit

/// Whether a plugin is asked, started anew later, or left alone until an operator says otherwise.
///
/// Failures count until ``roundsToForgive`` good rounds have come in a row; after each the process is started anew, after
/// 1, 2, 4 ... 60 s. Too many mean quarantine, and so does a plugin that is refused: to load it again would change nothing.
public struct PolicyTrust: Sendable, Hashable {
    public enum Standing: Sendable, Hashable {
        /// It runs, or may be started.
        case trusted
        /// Not to be started before then.
        case backingOff(until: MonotonicTime)
        /// Not to be started before an operator says so.
        case quarantined
    }

    /// Good rounds in a row after which earlier failures count no more: a minute at the usual cycle.
    public static let roundsToForgive = 60
    public static let longestBackOff = Duration.seconds(60)
    public static let allowedRange = 1...100

    public private(set) var standing = Standing.trusted
    /// Failures that are not forgiven.
    public private(set) var failures = 0
    private var goodRounds = 0
    /// Failures that lead to quarantine, ``allowedRange``. A change holds from the next failure on.
    public var allowed: Int {
        didSet { allowed = Self.clamped(allowed) }
    }

    public init(failuresAllowed: Int = 5) { allowed = Self.clamped(failuresAllowed) }

    private static func clamped(_ allowed: Int) -> Int {
        Swift.min(Swift.max(allowed, allowedRange.lowerBound), allowedRange.upperBound)
    }

    /// A round was answered in time.
    public mutating func succeeded() {
        guard failures > 0 else { return }
        goodRounds += 1
        guard goodRounds >= Self.roundsToForgive else { return }
        failures = 0
        goodRounds = 0
    }

    /// Its process is gone.
    public mutating func failed(_ kind: PolicyFailure.Kind, at time: MonotonicTime) {
        failures += 1
        goodRounds = 0
        if case .refused = kind { return standing = .quarantined }
        guard failures < allowed else { return standing = .quarantined }
        standing = .backingOff(until: time + Self.backOff(after: failures))
    }

    /// Its process is started.
    public mutating func started() {
        if case .backingOff = standing { standing = .trusted }
    }

    /// An operator says that it may be tried again: everything is forgiven.
    public mutating func reinstate() { self = PolicyTrust(failuresAllowed: allowed) }

    /// 1 s after the first failure, twice as long after each further one, at most ``longestBackOff``.
    public static func backOff(after failures: Int) -> Duration {
        guard failures < 7 else { return longestBackOff }
        return .seconds(1 << Swift.max(failures - 1, 0))
    }
}
