import GRDB

/// The numbers that stand for guests' names, looked up once each. To be forgotten when a transaction fails.
struct GuestNumbers: Sendable {
    private var known: [String: Int64] = [:]
    /// More are looked up anew: names of guests that come and go must not fill memory.
    private static let most = 4096

    mutating func number(of name: String, seen: Int64, _ database: Database) throws -> Int64 {
        if let number = known[name] { return number }
        try database.cachedStatement(
            sql: "INSERT INTO guests (name, seen) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET seen = excluded.seen"
        ).execute(arguments: [name, seen])
        let query = try database.cachedStatement(sql: "SELECT id FROM guests WHERE name = ?")
        guard let number = try Int64.fetchOne(query, arguments: [name]) else {
            throw HistoryFailure(.other, "no number for guest \(name)")
        }
        if known.count >= Self.most { known.removeAll() }
        known[name] = number
        return number
    }

    mutating func forget() { known.removeAll() }
}
