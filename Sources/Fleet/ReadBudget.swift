import BalloonKit

/// How much one guest may make the daemon read: a store that fills steadily and that everything which arrives takes from.
///
/// A healthy guest takes about 2 kB a second, and some 100 kB once when its machine is read. Pieces and lines have a price
/// of their own: a flood of tiny ones costs us no less than one of long ones.
struct ReadBudget: Sendable {
    /// What is there at first and at most, in bytes. More than the longest line with its pieces.
    static let most = 1 << 20
    /// What comes back each second, in bytes: about 1 % of a processor, spent on the worst of guests.
    static let eachSecond = 256 << 10
    /// What must be there again after it was used up.
    static let enough = eachSecond / 4
    /// The price of a system call, in bytes that could be parsed instead.
    static let ofPiece = 1024
    /// The price of a line whatever its length.
    static let ofLine = 256

    private var left = most
    private var countedAt: MonotonicTime

    init(at now: MonotonicTime) { countedAt = now }

    /// Takes from the store what one piece costs.
    ///
    /// - Returns: when to read again; nil when there is something left.
    mutating func spend(bytes: Int, lines: UInt64, at now: MonotonicTime) -> MonotonicTime? {
        refill(at: now)
        left -= bytes + Self.ofPiece + Int(min(lines, 1 << 20)) * Self.ofLine
        guard left <= 0 else { return nil }
        return now + .seconds(1) * (Self.enough - left) / Self.eachSecond
    }

    private mutating func refill(at now: MonotonicTime) {
        let time = min(max(now - countedAt, .zero), .seconds(60))
        let milliseconds = Int(time / .milliseconds(1))
        guard milliseconds > 0 else { return }
        countedAt = now
        left = min(Self.most, left + milliseconds * Self.eachSecond / 1000)
    }
}
