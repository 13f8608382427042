import ControlProtocol
import GRDB

/// The latest moves of a period, in the order in which they were decided.
struct MoveQuery {
    private static let most = 1000
    private let command: QueryMoves
    private let limit: Int

    init(_ command: QueryMoves) {
        self.command = command
        limit = Swift.min(Swift.max(command.limit ?? 100, 1), Self.most)
    }

    func answer(_ database: Database) throws -> QueryMoves.Reply {
        var conditions = ["time_ms >= ?", "time_ms <= ?"]
        var arguments: StatementArguments = [
            command.since?.milliseconds ?? .min, command.until?.milliseconds ?? .max,
        ]
        if let guest = command.guest {
            conditions.append("moves.guest = (SELECT id FROM guests WHERE name = ?)")
            arguments += [guest]
        }
        arguments += [limit + 1]
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT moves.*, guests.name AS name FROM moves JOIN guests ON guests.id = moves.guest "
                + "WHERE \(conditions.joined(separator: " AND ")) ORDER BY time_ms DESC, moves.id DESC LIMIT ?",
            arguments: arguments)
        let moves = rows.prefix(limit).reversed().compactMap { row in
            row.text("name").flatMap { MoveReport(row, guest: $0) }
        }
        let oldest = try Int64.fetchOne(database, sql: "SELECT MIN(time_ms) FROM moves")
        return QueryMoves.Reply(
            moves: moves, isCut: rows.count > limit, oldest: oldest.map(UnixTime.init(milliseconds:)))
    }
}
