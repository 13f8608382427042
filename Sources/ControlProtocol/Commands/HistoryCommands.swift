import BalloonKit
import QMP

/// `query-moves`: what was done to guests, the latest last, with reasons, inputs and outcomes.
public struct QueryMoves: ControlCommand {
    public struct Reply: ControlRecord {
        /// In the order they were decided.
        public var moves: [MoveReport]
        /// There were more than were asked for; those told are the latest.
        public var isCut: Bool
        /// Since when moves are remembered; nil when none is.
        public var oldest: UnixTime?

        public init(moves: [MoveReport], isCut: Bool = false, oldest: UnixTime? = nil) {
            self.moves = moves
            self.isCut = isCut
            self.oldest = oldest
        }
        public init(from fields: FieldReader) throws(FieldError) {
            moves = try fields.required("moves")
            isCut = try fields.optional("cut") ?? false
            oldest = try fields.optional("oldest_unix_seconds")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("moves", moves)
            fields.add("cut", isCut)
            fields.add("oldest_unix_seconds", oldest)
        }
    }
    public static let name = "query-moves"
    public static let access = ControlAccess.read

    /// Nil for all guests.
    public var guest: String?
    /// Nil: since the oldest remembered.
    public var since: UnixTime?
    /// Nil: until now.
    public var until: UnixTime?
    /// At most so many, the latest. 1 ... 1000; nil is 100.
    public var limit: Int?

    public init(guest: String? = nil, since: UnixTime? = nil, until: UnixTime? = nil, limit: Int? = nil) {
        self.guest = guest
        self.since = since
        self.until = until
        self.limit = limit
    }
    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.optional("guest")
        since = try fields.optional("since_unix_seconds")
        until = try fields.optional("until_unix_seconds")
        limit = try fields.optional("limit")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("since_unix_seconds", since)
        fields.add("until_unix_seconds", until)
        fields.add("limit", limit)
    }
}

/// `query-history`: the course of the pool, and of one guest, over a period, at even steps.
public struct QueryHistory: ControlCommand {
    public struct Reply: ControlRecord {
        /// The steps' length; at least what is still kept of a period so old.
        public var step: Duration
        /// Steps without a record are absent.
        public var pool: [PoolPoint]
        /// Nil when no guest was asked for.
        public var guest: [GuestPoint]?
        /// Since when anything is remembered.
        public var oldest: UnixTime?

        public init(step: Duration, pool: [PoolPoint], guest: [GuestPoint]? = nil, oldest: UnixTime? = nil) {
            self.step = step
            self.pool = pool
            self.guest = guest
            self.oldest = oldest
        }
        public init(from fields: FieldReader) throws(FieldError) {
            step = try fields.required("step_seconds")
            pool = try fields.required("pool")
            guest = try fields.optional("guest")
            oldest = try fields.optional("oldest_unix_seconds")
        }
        public func encode(to fields: inout FieldWriter) {
            fields.add("step_seconds", step)
            fields.add("pool", pool)
            fields.add("guest", guest)
            fields.add("oldest_unix_seconds", oldest)
        }
    }
    public static let name = "query-history"
    public static let access = ControlAccess.read

    /// Whose course is told beside the pool's.
    public var guest: String?
    public var since: UnixTime
    /// Nil: until now.
    public var until: UnixTime?
    /// At most so many steps. 1 ... 2000; nil is 300.
    public var points: Int?

    public init(guest: String? = nil, since: UnixTime, until: UnixTime? = nil, points: Int? = nil) {
        self.guest = guest
        self.since = since
        self.until = until
        self.points = points
    }
    public init(from fields: FieldReader) throws(FieldError) {
        guest = try fields.optional("guest")
        since = try fields.required("since_unix_seconds")
        until = try fields.optional("until_unix_seconds")
        points = try fields.optional("points")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("guest", guest)
        fields.add("since_unix_seconds", since)
        fields.add("until_unix_seconds", until)
        fields.add("points", points)
    }
}

/// `query-period`: a period in figures, for a report.
public struct QueryPeriod: ControlCommand {
    public typealias Reply = PeriodReport
    public static let name = "query-period"
    public static let access = ControlAccess.read

    public var since: UnixTime
    /// Nil: until now.
    public var until: UnixTime?

    public init(since: UnixTime, until: UnixTime? = nil) {
        self.since = since
        self.until = until
    }
    public init(from fields: FieldReader) throws(FieldError) {
        since = try fields.required("since_unix_seconds")
        until = try fields.optional("until_unix_seconds")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("since_unix_seconds", since)
        fields.add("until_unix_seconds", until)
    }
}
