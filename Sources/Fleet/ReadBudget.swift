import BalloonKit

/// How much one guest may make the daemon read: stores that fill steadily and that everything which arrives takes from.
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
    /// What a healthy guest takes, four times over. Only what goes beyond it counts against all guests together, so that
    /// those who flood wait for each other and for nobody else.
    static let ordinaryMost = 256 << 10
    static let ordinaryEachSecond = 8 << 10
    static let ordinaryEnough = 16 << 10
    /// The price of a system call, in bytes that could be parsed instead.
    static let ofPiece = 1024
    /// The price of a line whatever its length.
    static let ofLine = 256

    private var own: ReadStore
    private var ordinary: ReadStore

    init(at now: MonotonicTime) {
        own = ReadStore(most: Self.most, eachSecond: Self.eachSecond, at: now)
        ordinary = ReadStore(most: Self.ordinaryMost, eachSecond: Self.ordinaryEachSecond, at: now)
    }

    /// A time in which nothing is read from the guest.
    struct Hold: Sendable, Hashable {
        let until: MonotonicTime
        /// All guests together sent too much; this one alone did not.
        let isShared: Bool
    }

    /// Takes from the stores what one piece costs.
    ///
    /// - Returns: when to read again; nil when there is something left.
    mutating func spend(bytes: Int, lines: UInt64, at now: MonotonicTime, of fleet: FleetReadBudget) -> Hold? {
        let price = bytes + Self.ofPiece + Int(min(lines, 1 << 20)) * Self.ofLine
        own.take(price, at: now)
        let excess = price - ordinary.takeWhatIsThere(price, at: now)
        if excess > 0 { fleet.take(excess, at: now) }
        if own.isEmpty { return Hold(until: own.time(of: Self.enough, at: now), isShared: false) }
        guard excess > 0, fleet.isEmpty else { return nil }
        return Hold(until: ordinary.time(of: Self.ordinaryEnough, at: now), isShared: true)
    }
}

/// What all guests together may make the daemon read beyond what healthy ones need. Confined to its fleet's event loop.
final class FleetReadBudget {
    /// What is there at first and at most, in bytes.
    static let most = 4 << 20
    /// What comes back each second, in bytes: about 4 % of a processor for all floods together.
    static let eachSecond = 1 << 20

    private var store: ReadStore

    init(at now: MonotonicTime) { store = ReadStore(most: Self.most, eachSecond: Self.eachSecond, at: now) }

    var isEmpty: Bool { store.isEmpty }

    func take(_ price: Int, at now: MonotonicTime) { store.take(price, at: now) }
}
