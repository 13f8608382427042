import BalloonKit
import ControlProtocol
import Controller
import GRDB
import Testing

@testable import History

@Suite("History on disk")
struct HistoryKeeperTests {
    private func moves(_ path: String, of guest: String? = nil, limit: Int? = nil) throws -> QueryMoves.Reply {
        try HistoryReader(path: path).moves(QueryMoves(guest: guest, limit: limit))
    }

    private func course(_ path: String, _ stage: Stage, since: Int64, guest: String? = nil, points: Int? = nil) throws
        -> QueryHistory.Reply
    {
        let command = QueryHistory(
            guest: guest, since: UnixTime(seconds: stage.wall.wholeSeconds - since), points: points)
        return try HistoryReader(path: path).course(command, now: stage.wall)
    }

    @Test("a move comes back with all that it was decided on, and with its outcome")
    func wholeMove() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a", "b")
            stage.guests["b"]?.actual = .mebibytes(1500)
            stage.targets = ["b": .gibibytes(1)]
            let decided = stage.next()
            _ = keeper.keep([.cycle(decided)])
            let sent = try #require(try moves(path).moves.first)
            let known = try #require(decided.guest("b"))
            #expect(sent == MoveReport(known.verdict, target: .gibibytes(1), of: known.guest, in: decided))
            #expect(sent.outcome == nil && sent.idleRank == 2 && sent.guests == 2 && sent.account.contains("cut"))

            stage.guests["b"]?.actual = .gibibytes(1)
            stage.guests["b"]?.resident = .mebibytes(1548)
            _ = keeper.keep((0..<2).map { _ in .cycle(stage.next()) })
            let outcome = try #require(try moves(path, of: "b").moves.first?.outcome)
            #expect(outcome.state == "arrived" && outcome.after == .seconds(2))
            #expect(outcome.residentBefore == .gibibytes(2) && outcome.residentAfter == .mebibytes(1548))
            #expect(try moves(path, of: "a").moves.isEmpty)
        }
    }

    @Test("a daemon that is killed loses no move and only the step that was open; what it waited for is unknown")
    func kill() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let killed = HistoryKeeper(path: path)
            var stage = Stage(guests: "a")
            for second in 0..<23 {
                if second == 22 { stage.targets = ["a": .gibibytes(1)] }
                _ = killed.keep([.cycle(stage.next())])
            }
            // No farewell: the next one finds the log as a killed daemon leaves it.
            let next = HistoryKeeper(path: path)
            let account = next.keep([.cycle(stage.next())])
            #expect(account.problem == nil && account.notices.isEmpty)
            let known = try course(path, stage, since: 60)
            #expect(known.pool.map(\.time.wholeSeconds) == (0..<4).map { Stage.begin + $0 * 5 })
            let move = try #require(try moves(path).moves.first)
            #expect(move.outcome?.state == "unknown")
            withExtendedLifetime(killed) {}
        }
    }

    @Test("a dry run's moves are told as such, once while they are the same, and followed to no end")
    func dryRun() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a")
            stage.isDryRun = true
            for _ in 0..<30 {
                stage.targets = ["a": .gibibytes(1)]
                _ = keeper.keep([.cycle(stage.next())])
            }
            let known = try moves(path).moves
            #expect(known.count == 1 && known[0].isDryRun && known[0].outcome == nil)
            #expect(
                try HistoryReader(path: path).period(
                    QueryPeriod(since: UnixTime(seconds: Stage.begin)), now: stage.wall
                ).moves == 0)
        }
    }

    @Test("an operator's pin is a move, and QEMU's refusal its outcome")
    func pin() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a")
            let entries: [HistoryEntry] = [
                .cycle(stage.next()),
                .pinned(
                    guest: "a", target: .gibibytes(1), account: "cut 1 GiB to 1 GiB: pinned by root", wall: stage.wall,
                    isDryRun: false),
                .refused(guest: "a", target: .gibibytes(1), error: "no balloon device"),
            ]
            _ = keeper.keep(entries)
            let move = try #require(try moves(path).moves.first)
            #expect(move.action == "pin" && move.account == "cut 1 GiB to 1 GiB: pinned by root")
            #expect(move.inputs.workingSet == .gibibytes(1) && move.reason.code == "pinned")
            #expect(move.outcome?.state == "rejected" && move.outcome?.detail == "no balloon device")
        }
    }

    @Test("three hours are told in any fineness, and no second of them twice")
    func fineness() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(path: path)
            var stage = Stage(guests: "a", "b")
            for step in 0..<2160 {
                stage.used = .gibibytes(step < 1080 ? 8 : 13)
                stage.alarms = step < 1080 ? [] : [Reason(.overLimit)]
                if step % 100 == 50 { stage.targets = ["a": step % 200 == 50 ? .gibibytes(1) : .gibibytes(2)] }
                stage.guests["a"]?.actual = step % 200 <= 50 || step % 200 > 150 ? .gibibytes(2) : .gibibytes(1)
                _ = keeper.keep([.cycle(stage.next(after: .seconds(5)))])
            }
            // The last five seconds are still open.
            let recorded = Duration.seconds(2158 * 5)
            for points in [2000, 300, 100, 12, 1] {
                let reply = try course(path, stage, since: 10_800, guest: "a", points: points)
                #expect(reply.pool.count <= points && reply.pool.count * 3 >= min(points, 2000))
                let over = reply.pool.reduce(Duration.zero) { $0 + $1.overLimit }
                #expect(over == .seconds(1079 * 5), "\(points) points")
                #expect(reply.pool.map(\.usedPeak).max() == .gibibytes(13))
                #expect(reply.guest?.count == reply.pool.count)
                #expect(reply.guest?.compactMap(\.actualLowest).min() == .gibibytes(1))
                #expect(reply.oldest == UnixTime(seconds: Stage.begin))
            }
            for since: Int64 in [10_800, 10_800 * 100] {
                let command = QueryPeriod(since: UnixTime(seconds: stage.wall.wholeSeconds - since))
                let period = try HistoryReader(path: path).period(command, now: stage.wall)
                #expect(period.covered == recorded)
                #expect(period.alarms == ["over-limit": .seconds(1079 * 5)])
                #expect(period.rungs == ["normal": recorded])
                #expect(period.moves == 22 && period.reclaimed == .gibibytes(11) && period.granted == .gibibytes(11))
                #expect(period.overLimitWorst == .gibibytes(1) && period.usedPeak == .gibibytes(13))
                #expect(period.guests.map(\.name) == ["a", "b"])
                #expect(period.guests.map(\.seen) == [recorded, recorded])
                #expect(period.guests[1].actualMean == .gibibytes(2) && period.guests[1].moves == 0)
            }
        }
    }

    @Test("what is too old goes, and courses reach back as far as they are kept")
    func retention() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(
                path: path, settings: HistorySettings(retention: .seconds(86400), movesPerGuest: 20))
            var stage = Stage(guests: "a")
            for step in 0..<288 * 2 {
                stage.targets = ["a": step % 2 == 0 ? .gibibytes(1) : .gibibytes(2)]
                _ = keeper.keep([.cycle(stage.next(after: .seconds(300)))])
            }
            let reply = try course(path, stage, since: 1_000_000)
            let oldest = try #require(reply.oldest)
            let age = stage.wall.wholeSeconds - oldest.wholeSeconds
            #expect((86_000...88_000).contains(age))
            let known = try moves(path, limit: 1000)
            #expect((20...24).contains(known.moves.count) && !known.isCut)
            #expect(try moves(path, limit: 5).isCut)
            #expect(known.moves.last?.time ?? stage.wall >= UnixTime(seconds: stage.wall.wholeSeconds - 600))
        }
    }

    @Test("names of guests that are long gone are forgotten, and those that stay keep theirs")
    func names() throws {
        try Scratch.with { directory in
            let path = "\(directory)/history.sqlite"
            let keeper = HistoryKeeper(path: path, settings: HistorySettings(retention: .seconds(3600)))
            var stage = Stage(guests: "stays")
            for hour in 0..<72 {
                stage.guests = stage.guests.filter { $0.key == "stays" }
                stage.guests["job-\(hour)"] = stage.guests["stays"].map { sample in
                    var sample = sample
                    sample.name = "job-\(hour)"
                    return sample
                }
                _ = keeper.keep((0..<12).map { _ in .cycle(stage.next(after: .seconds(300))) })
            }
            let period = try HistoryReader(path: path).period(QueryPeriod(since: UnixTime(seconds: 0)), now: stage.wall)
            #expect(period.guests.map(\.name).contains("stays") && period.guests.count <= 4)
            let database = try HistoryDatabase(path: path, maximumSize: .mebibytes(200))
            let names = try database.queue.read { try String.fetchAll($0, sql: "SELECT name FROM guests") }
            #expect(names.contains("stays") && !names.contains("job-0") && names.contains("job-71"))
        }
    }
}
