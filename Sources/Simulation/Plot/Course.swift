import BalloonKit
import Controller

/// A run as it is drawn: what was measured, expected and done over time, of a simulation or of a journal.
public struct Course: Sendable {
    /// The pool at one time.
    public struct Moment: Sendable, Hashable {
        /// Seconds since the course began.
        public var time: Double
        public var used: ByteCount
        /// Only where a cycle was decided.
        public var predicted: ByteCount?
        public var rung: Rung?
        public var saved = ByteCount.zero
    }

    /// A guest at one time.
    public struct GuestMoment: Sendable, Hashable {
        public var time: Double
        public var actual: ByteCount?
        public var target: ByteCount?
        public var workingSet: ByteCount?
        public var resident: ByteCount?
    }

    public struct Guest: Sendable, Hashable {
        public var name: String
        public var maximum = ByteCount.zero
        public var moments: [GuestMoment] = []
    }

    /// A balloon command.
    public struct Move: Sendable, Hashable {
        public var time: Double
        public var guest: String
        public var target: ByteCount
        /// Below what the guest had.
        public var isReclaim: Bool
        public var reason: Reason.Code
        /// For people.
        public var sentence: String
    }

    public var title: String
    public var subtitle: String
    public var total = ByteCount.zero
    public var marks = Watermarks(limit: .zero, high: .zero, low: .zero)
    public var pool: [Moment] = []
    public var moves: [Move] = []
    /// By name.
    public private(set) var guests: [Guest] = []
    private var places: [String: Int] = [:]

    public init(title: String, subtitle: String) {
        self.title = title
        self.subtitle = subtitle
    }

    /// Seconds.
    public var duration: Double { max(pool.last?.time ?? 0, 1) }
    public var mostSaved: ByteCount { pool.map(\.saved).max() ?? .zero }

    mutating func add(_ moment: GuestMoment, of name: String, maximum: ByteCount?) {
        let place = places[name] ?? guests.count
        if place == guests.count {
            guests.append(Guest(name: name))
            places[name] = place
        }
        guests[place].maximum = max(guests[place].maximum, maximum ?? .zero, moment.actual ?? .zero)
        guests[place].moments.append(moment)
    }

    /// At most so many guests, by name: those that were moved most, so that what is left out tells least.
    func mostMoved(_ count: Int) -> [Guest] {
        var commands: [String: Int] = [:]
        for move in moves { commands[move.guest, default: 0] += 1 }
        let order = guests.sorted {
            let (left, right) = (commands[$0.name] ?? 0, commands[$1.name] ?? 0)
            return left == right ? $0.name < $1.name : left > right
        }
        return order.prefix(count).sorted { $0.name < $1.name }
    }
}
