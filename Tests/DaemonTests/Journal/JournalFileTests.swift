import BalloonKit
import Controller
import Glibc
import Journal
import Testing

@testable import Daemon

@Suite("The journal's file") struct JournalFileTests {
    private static let settings = ControllerSettings().normalized

    private func file(_ path: String, size: ByteCount = .mebibytes(1), isFresh: Bool = true) -> JournalFile {
        let header = JournalHeader(version: "0.1.0", rule: "balloond", run: 7, time: .origin, isFresh: isFresh)
        return JournalFile(JournalPlace(path: path, maximumSize: size), header: header, settings: Self.settings)
    }

    private func cycle(_ number: UInt64, guests: Int = 1) -> JournalRecord {
        let list = (0..<guests).map { index in
            var sample = GuestSample(name: "g\(100 + index)", state: .fresh)
            sample.actual = .mebibytes(Int64(number))
            return Snapshot.Guest(sample: sample)
        }
        let pool = PoolSample(total: .gibibytes(4), available: .gibibytes(2))
        let snapshot = Snapshot(cycle: number, time: MonotonicTime(.seconds(Int64(number))), pool: pool, guests: list)
        let (decision, _) = Controller(settings: Self.settings).decide(snapshot, state: ControllerState())
        return .cycle(snapshot, RecordedDecision(decision))
    }

    private func read(_ path: String) throws -> (records: [JournalRecord], unreadable: Int) {
        let stream = try #require(fopen(path, "r"))
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        let count = fread(&bytes, 1, bytes.count, stream)
        var reader = JournalReader(name: path)
        var records: [JournalRecord] = []
        try reader.feed(Array(bytes[..<count])) { records.append($0) }
        try reader.finish { records.append($0) }
        return (records, reader.unreadableLines)
    }

    private func header(_ record: JournalRecord?) -> JournalHeader? {
        if case .header(let header)? = record { header } else { nil }
    }

    @Test("begins with header and settings and is for the daemon's user alone")
    func beginning() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("journal")
            var journal = file(path)
            try journal.append([cycle(1), cycle(2)])
            let records = try read(path).records
            #expect(header(records.first)?.isFresh == true)
            #expect(Array(records.dropFirst()) == [.settings(Self.settings), cycle(1), cycle(2)])
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        }
    }

    @Test("that is full becomes the older one; the new one can be read by itself and counts on")
    func rotation() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("journal")
            var journal = file(path)
            var new = Self.settings
            new.limit = 0.7
            try journal.append([.settings(new)])
            for number in UInt64(1)...200 { try journal.append([cycle(number, guests: 200)]) }
            let (older, newer) = (try read(path + ".1").records, try read(path).records)
            #expect(header(newer.first)?.isFresh == false)
            #expect(header(newer.first)?.part == (header(older.first)?.part ?? 0) + 1)
            #expect(newer.dropFirst().first == .settings(new))
            #expect(newer.last == cycle(200, guests: 200))
            guard case .cycle(let last, _) = older.last, case .cycle(let first, _) = newer[2] else {
                Issue.record("no cycles at the edge")
                return
            }
            #expect(last.cycle + 1 == first.cycle)
            var status = stat()
            for name in [path, path + ".1"] { #expect(stat(name, &status) == 0 && status.st_size <= 1 << 20) }
        }
    }

    @Test("goes on after half a line that a killed daemon left")
    func killed() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("journal")
            var first = file(path)
            try first.append([cycle(1)])
            let whole = try directory.read("journal")
            try directory.write(whole + "{\"kind\":\"cyc", to: "journal")
            var second = file(path)
            try second.append([cycle(1)])
            let (records, unreadable) = try read(path)
            #expect(unreadable == 1)
            #expect(records.filter { header($0)?.isFresh == true }.count == 2)
            #expect(records.last == cycle(1))
        }
    }

    @Test("that cannot be written loses records, says how many, and is whole lines still")
    func fullDisk() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("journal")
            var journal = file(path)
            try journal.append([cycle(1)])
            let disk = FillingDisk()
            journal.writing = { disk.write($0, $1, $2) }
            disk.room = 100
            #expect(throws: SystemCallError.self) { try journal.append([cycle(2), cycle(3)]) }
            #expect(throws: SystemCallError.self) { try journal.append([cycle(4)]) }
            disk.room = nil
            try journal.append([cycle(5)])
            let (records, unreadable) = try read(path)
            #expect(unreadable == 0)
            let gap = JournalRecord.gap(JournalGap(records: 3, reason: "the disk did not take them"))
            #expect(records.suffix(3) == [gap, .settings(Self.settings), cycle(5)])
        }
    }

    @Test("that somebody has removed is made again, and begins without a known state")
    func removed() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("journal")
            var journal = file(path)
            try journal.append([cycle(1)])
            unlink(path)
            try journal.append([cycle(2)])
            let records = try read(path).records
            #expect(header(records.first)?.isFresh == false)
            #expect(records.last == cycle(2))
        }
    }

    @Test("that is no file is refused, and nothing waits for it")
    func noFile() throws {
        try TemporaryDirectory.with { directory in
            try directory.makeDirectory("journal")
            var journal = file(directory.path("journal"))
            #expect(throws: SystemCallError.self) { try journal.append([cycle(1)]) }
            #expect(mkfifo(directory.path("pipe"), 0o600) == 0)
            var pipe = file(directory.path("pipe"))
            #expect(throws: SystemCallError.self) { try pipe.append([cycle(1)]) }
        }
    }

    @Test("A queue that is full drops what comes, counts it, and marks where it is missing")
    func queue() {
        var queue = JournalQueue()
        for number in 0..<(UInt64(JournalQueue.capacity) + 5) { queue.add(cycle(number)) }
        let taken = queue.take()
        #expect(taken.count == JournalQueue.capacity + 1 && queue.dropped == 5)
        #expect(taken.last == .gap(JournalGap(records: 5, reason: "the disk was too slow")))
        queue.add(cycle(1))
        #expect(queue.take() == [cycle(1)])
        #expect(queue.take().isEmpty)
    }
}
