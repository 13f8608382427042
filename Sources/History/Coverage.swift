import GRDB

/// Which tier tells of which stretch of a period, so that no moment is told twice: what is too old for the wished tier comes
/// from coarser ones, and what is too young for it, because its step is not over, from finer ones.
struct Coverage {
    struct Stretch: Sendable, Hashable {
        var tier: HistoryTier
        /// Seconds; steps that begin in `start ..< end`.
        var start: Int64
        var end: Int64
    }

    private(set) var stretches: [Stretch] = []

    /// - Parameters:
    ///   - wished: the tier to read where it has anything.
    ///   - extents: each tier's first step's beginning and last step's end, finest tier first; nil for an empty one.
    init(from since: Int64, to until: Int64, wished: HistoryTier, extents: [(start: Int64, end: Int64)?]) {
        var cursor = since
        let coarser = HistoryTier.all.filter { $0.number > wished.number }.reversed()
        for tier in coarser {
            // Up to where anything finer begins; a step that reaches into that was made of it.
            let begin = extents[wished.number..<tier.number].compactMap { $0?.start }.min()
            add(tier, extents[tier.number], &cursor, until: Swift.min(begin.map(tier.start) ?? until, until))
            if let begin { cursor = Swift.max(cursor, Swift.min(begin, until)) }
        }
        for tier in HistoryTier.all.filter({ $0.number <= wished.number }).reversed() {
            add(tier, extents[tier.number], &cursor, until: until)
        }
    }

    /// - Parameter database: where the tiers' extents are looked up.
    init(from since: Int64, to until: Int64, wished: HistoryTier, _ database: Database) throws {
        let extents = try HistoryTier.all.map { tier -> (start: Int64, end: Int64)? in
            let arguments: StatementArguments = [tier.number]
            let first = try Int64.fetchOne(
                database, sql: "SELECT MIN(time) FROM pool_steps WHERE tier = ?", arguments: arguments)
            let last = try Int64.fetchOne(
                database, sql: "SELECT MAX(time) FROM pool_steps WHERE tier = ? AND time < ?",
                arguments: arguments + [until])
            guard let first, let last else { return nil }
            return (first, last + tier.step)
        }
        self.init(from: since, to: until, wished: wished, extents: extents)
    }

    private mutating func add(
        _ tier: HistoryTier, _ extent: (start: Int64, end: Int64)?, _ cursor: inout Int64, until: Int64
    ) {
        guard let extent, cursor < until else { return }
        let end = Swift.min(extent.end, until)
        guard end > cursor, extent.start < end else { return }
        stretches.append(Stretch(tier: tier, start: Swift.max(tier.start(of: cursor), extent.start), end: end))
        cursor = end
    }
}
