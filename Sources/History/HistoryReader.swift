import BalloonKit
import ControlProtocol
import GRDB
import Glibc
import Synchronization

/// Answers questions about the past: a connection of its own for each, so that nothing is held while nobody asks.
///
/// Calls wait for the disk: make them from a worker thread. ``interrupt()`` may be called from any thread.
public final class HistoryReader: Sendable {
    /// Why a question has no answer, in words.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    private let path: String
    private let current = Mutex<DatabaseQueue?>(nil)

    /// - Parameter path: of the file that ``HistoryKeeper`` writes.
    public init(path: String) { self.path = path }

    /// Ends the question that is being answered; it fails.
    public func interrupt() { current.withLock { $0 }?.interrupt() }

    /// - Throws: ``Failure`` when the file cannot be read, or by ``interrupt()``.
    public func moves(_ command: QueryMoves) throws(Failure) -> QueryMoves.Reply {
        try read { try MoveQuery(command).answer($0) } ?? QueryMoves.Reply(moves: [])
    }

    /// - Parameter now: what stands for "until now".
    /// - Throws: ``Failure``, see ``moves(_:)``.
    public func course(_ command: QueryHistory, now: UnixTime) throws(Failure) -> QueryHistory.Reply {
        try read { try CourseQuery(command, now: now).answer($0) }
            ?? QueryHistory.Reply(
                step: .seconds(HistoryTier.seconds.step), pool: [], guest: command.guest.map { _ in [] })
    }

    /// - Throws: ``Failure``, see ``moves(_:)``.
    public func period(_ command: QueryPeriod, now: UnixTime) throws(Failure) -> PeriodReport {
        let query = PeriodQuery(command, now: now)
        return try read { try query.answer($0) } ?? query.report(nil)
    }

    /// Nil while there is no file yet, or nothing in it.
    private func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value? {
        guard access(path, F_OK) == 0 || errno != ENOENT else { return nil }
        do {
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(2)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -2048") }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            current.withLock { $0 = queue }
            defer {
                current.withLock { $0 = nil }
                try? queue.close()
            }
            return try queue.read { database in
                if try HistoryDatabase.migrations.hasBeenSuperseded(database) {
                    throw HistoryFailure(.newer, "was written by a newer balloond")
                }
                return try HistoryDatabase.migrations.hasCompletedMigrations(database) ? body(database) : nil
            }
        } catch {
            let failure = HistoryFailure(error)
            throw Failure(
                description: failure.kind == .interrupted ? "took too long: ask for less" : "\(path): \(failure.reason)"
            )
        }
    }
}
