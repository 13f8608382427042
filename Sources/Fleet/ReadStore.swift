import BalloonKit

/// A store of bytes that may be read, refilled with time.
struct ReadStore: Sendable {
    private let most: Int
    private let eachSecond: Int
    private var left: Int
    private var countedAt: MonotonicTime

    init(most: Int, eachSecond: Int, at now: MonotonicTime) {
        self.most = most
        self.eachSecond = eachSecond
        left = most
        countedAt = now
    }

    var isEmpty: Bool { left <= 0 }

    /// Takes it all, on credit if need be.
    mutating func take(_ price: Int, at now: MonotonicTime) {
        refill(at: now)
        left -= price
    }

    /// - Returns: how much of it was there and is taken.
    mutating func takeWhatIsThere(_ price: Int, at now: MonotonicTime) -> Int {
        refill(at: now)
        let taken = min(price, max(0, left))
        left -= taken
        return taken
    }

    /// When so much will be there.
    func time(of amount: Int, at now: MonotonicTime) -> MonotonicTime {
        now + .seconds(1) * max(0, amount - left) / eachSecond
    }

    private mutating func refill(at now: MonotonicTime) {
        let time = min(max(now - countedAt, .zero), .seconds(60))
        let milliseconds = Int(time / .milliseconds(1))
        guard milliseconds > 0 else { return }
        countedAt = now
        left = min(most, left + milliseconds * eachSecond / 1000)
    }
}
