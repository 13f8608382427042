import BalloonKit
import ControlProtocol
import GRDB

extension HistoryDatabase {
    /// Writes everything that waits, or nothing.
    func write(_ pending: PendingRows, _ numbers: inout GuestNumbers) throws(HistoryFailure) {
        var known = numbers
        do {
            try queue.write { database in
                for step in pending.steps { try Self.insert(step, tier: .seconds, &known, database) }
                for move in pending.moves {
                    let guest = try known.number(
                        of: move.guest, seen: move.time.milliseconds / 1000, database)
                    try MoveRows.insert(move, guest: guest, database)
                }
                for ending in pending.endings {
                    let key = ending.key
                    let guest = try known.number(of: key.guest, seen: key.time.milliseconds / 1000, database)
                    try MoveRows.end(key, guest: guest, ending.outcome, database)
                }
            }
            numbers = known
        } catch {
            throw HistoryFailure(error)
        }
    }

    static func insert(
        _ step: StepRecord, tier: HistoryTier, _ numbers: inout GuestNumbers, _ database: Database
    ) throws {
        try StepRows.insert(step.pool, tier: tier, database)
        for guest in step.guests {
            let number = try numbers.number(of: guest.guest, seen: guest.start, database)
            try StepRows.insert(guest, guest: number, tier: tier, database)
        }
    }
}
