import BalloonKit
import ControlProtocol
import GRDB
import Glibc
import Testing

@testable import History

@Suite("History when the disk does not want to")
struct HistoryFailureTests {
    /// So many steps of five seconds, each an entry of its own as the daemon hands them over.
    private func run(_ keeper: HistoryKeeper, _ stage: inout Stage, steps: Int) -> HistoryAccount {
        var account = HistoryAccount()
        var notices: [String] = []
        for _ in 0..<steps {
            account = keeper.keep([.cycle(stage.next(after: .seconds(5)))])
            notices += account.notices
        }
        account.notices = notices
        return account
    }

    @Test("a file that is as large as it may be gives its oldest for the newest, and grows no further")
    func sizeLimit() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let room = ByteCount.mebibytes(1)
            let keeper = HistoryKeeper(
                path: path, settings: HistorySettings(maximumSize: HistoryDatabase.logRoom + room))
            var stage = Stage()
            for number in 0..<40 {
                stage.guests["guest-\(number)"] = Stage(guests: "guest-\(number)").guests["guest-\(number)"]
            }
            let account = run(keeper, &stage, steps: 2000)
            #expect(account.steps == 1999 && account.dropped == 0 && account.failures == 0 && account.problem == nil)
            #expect(Scratch.size(path) <= room.bytes)
            #expect(Scratch.size(path + "-wal") <= HistoryDatabase.logRoom.bytes)
            let reply = try HistoryReader(path: path).course(
                QueryHistory(guest: "guest-7", since: UnixTime(seconds: Stage.begin), points: 2000), now: stage.wall)
            // The oldest is told coarsely, the newest to its last step.
            #expect(reply.pool.last.map { $0.time.wholeSeconds + 120 > stage.wall.wholeSeconds } == true)
            #expect(reply.guest?.count == reply.pool.count)
            let fine = try HistoryReader(path: path).course(
                QueryHistory(since: UnixTime(seconds: stage.wall.wholeSeconds - 60)), now: stage.wall)
            #expect(fine.step == .seconds(5) && fine.pool.count >= 11)
            #expect(reply.oldest ?? stage.wall < UnixTime(seconds: stage.wall.wholeSeconds - 3600))
        }
    }

    @Test("a full disk costs nothing but time at first; what it could not take is written when there is room")
    func fullDisk() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            // Not a page to write to: as SQLite says it of a full disk.
            let keeper = HistoryKeeper(path: path, settings: HistorySettings(maximumSize: HistoryDatabase.logRoom))
            var stage = Stage(guests: "a")
            let full = run(keeper, &stage, steps: 10)
            #expect(full.problem?.contains("full") == true && full.failures == 10 && full.steps == 0)
            keeper.reconfigure(HistorySettings())
            let again = run(keeper, &stage, steps: 1)
            #expect(again.problem == nil && again.steps == 10 && again.dropped == 0)
            // And what is too much to wait is dropped, the oldest first, and counted.
            keeper.reconfigure(HistorySettings(maximumSize: HistoryDatabase.logRoom))
            _ = keeper.finish()
            unlink(path)
            let late = run(keeper, &stage, steps: 40)
            #expect(late.dropped > 10 && late.dropped < 20 && late.problem != nil)
        }
    }

    @Test("a directory that is not there is tried again with each step, and said once")
    func unreachable() throws {
        try Scratch.with { directory in
            let path = "\(directory)/later/history.sqlite"
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a")
            #expect(run(keeper, &stage, steps: 3).problem?.contains("unable to open") == true)
            let unknown = try HistoryReader(path: path).moves(QueryMoves())
            #expect(unknown.moves.isEmpty)
            mkdir("\(directory)/later", 0o700)
            let account = run(keeper, &stage, steps: 1)
            #expect(account.problem == nil && account.steps == 3)
            _ = keeper.finish()
            for file in Scratch.files(in: "\(directory)/later") { unlink("\(directory)/later/\(file)") }
        }
    }

    @Test("a file that is no database is moved aside and history begun anew", arguments: [0, 1])
    func damage(kind: Int) throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            var stage = Stage(guests: "a")
            if kind == 0 {
                try Scratch.write(Array("this was a letter to my grandmother".utf8), to: path)
            } else {
                let before = HistoryKeeper(path: path)
                _ = run(before, &stage, steps: 100)
                _ = before.finish()
                let garbage = [UInt8](repeating: 0xA5, count: Int(Scratch.size(path)) - 4096)
                try Scratch.write(garbage, to: path, at: 4096)
            }
            let keeper = HistoryKeeper(path: path)
            let account = run(keeper, &stage, steps: 20)
            #expect(account.notices.count == 1 && account.notices[0].contains("\(path).damaged"))
            #expect(account.problem == nil && account.steps >= 18)
            #expect(Scratch.files(in: directory).contains("history.sqlite.damaged"))
            let known = try HistoryReader(path: path).course(
                QueryHistory(since: UnixTime(seconds: Stage.begin)), now: stage.wall)
            #expect(known.pool.count >= 18)
        }
    }

    @Test("a newer balloond's file is left as it is, and said so")
    func newer() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let future = try DatabaseQueue(path: path)
            var migrator = HistoryDatabase.migrations
            migrator.registerMigration("99: of tomorrow") { try $0.execute(sql: "CREATE TABLE tomorrow (x)") }
            try migrator.migrate(future)
            try future.close()
            let size = Scratch.size(path)
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a")
            let account = run(keeper, &stage, steps: 30)
            #expect(account.problem?.contains("newer balloond") == true && account.failures == 1)
            #expect(Scratch.size(path) == size)
            #expect(throws: HistoryReader.Failure.self) { () throws in try HistoryReader(path: path).moves(QueryMoves())
            }
        }
    }

    @Test("a clock that ran ahead and was set back does not stop history")
    func clock() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a")
            var ahead: [HistoryEntry] = []
            for _ in 0..<30 {
                var observation = stage.next(after: .seconds(5))
                observation.wall.milliseconds += 40 * 365 * 86_400_000
                ahead.append(.cycle(observation))
            }
            for entry in ahead { _ = keeper.keep([entry]) }
            _ = run(keeper, &stage, steps: 60)
            let reply = try HistoryReader(path: path).course(
                QueryHistory(since: UnixTime(seconds: Stage.begin), points: 20), now: stage.wall)
            #expect(reply.pool.count > 4 && reply.pool.last?.time ?? stage.wall <= stage.wall)
        }
    }
}
