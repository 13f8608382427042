import BalloonKit

/// A rule that was broken: by whom, when, and in numbers.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The checker's name.
    public var checker: String
    public var cycle: UInt64
    /// Seconds since the scenario began.
    public var time: Double
    /// Nil when it concerns the pool.
    public var guest: String?
    public var detail: String

    public init(checker: String, cycle: UInt64, time: Double, guest: String?, detail: String) {
        self.checker = checker
        self.cycle = cycle
        self.time = time
        self.guest = guest
        self.detail = detail
    }

    public var description: String {
        let tenths = (time * 10).rounded() / 10
        return "\(checker): cycle \(cycle) (\(tenths) s)\(guest.map { " \($0)" } ?? ""): \(detail)"
    }
}
