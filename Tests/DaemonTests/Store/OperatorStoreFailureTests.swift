import BalloonKit
import Foundation
import GRDB
import Testing

@testable import Daemon

@Suite("Operator store in trouble")
struct OperatorStoreFailureTests {
    private let pin = StoredPin(
        target: .gibibytes(1), setBy: "root", created: Date(timeIntervalSince1970: 1_800_000_000))

    @Test("a file that is no database is moved aside, said so, and replaced")
    func damaged() throws {
        try TemporaryDirectory.with { directory in
            try directory.write(
                "this is no database, and long enough to look at: " + String(repeating: "x", count: 4096),
                to: "balloond.db")
            let store = OperatorStore(directory: directory.root)
            #expect(store.warning?.contains("moved to \(directory.path("balloond.db.damaged-1"))") == true)
            #expect(directory.names() == ["balloond.db", "balloond.db-wal", "balloond.db.damaged-1"])
            try store.setPin(pin, of: "a")
            let again = try store.afterKill(in: directory)
            #expect(again.warning == nil)
            #expect(again.state.pins == ["a": pin])
        }
    }

    @Test("damage inside the file is found at the start", arguments: [16, 4096, 2 * 4096])
    func damagedInside(_ offset: Int) throws {
        try TemporaryDirectory.with { directory in
            try OperatorStore(directory: directory.root).setPin(pin, of: "a")
            let path = directory.path("balloond.db")
            var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
            for index in offset..<(offset + 80) { bytes[index] = 0xA5 }
            try directory.write(bytes, to: "balloond.db")
            let store = OperatorStore(directory: directory.root)
            #expect(store.warning?.contains("damaged-1") == true)
            #expect(store.state == OperatorState())
            try store.setPin(pin, of: "b")
        }
    }

    @Test("with the disk full a change holds in memory, is told, and is saved when there is room")
    func diskFull() throws {
        try TemporaryDirectory.with { directory in
            let database = try OperatorDatabase(path: directory.path("balloond.db"))
            let store = OperatorStore(file: "balloond.db", database: database, warning: nil)
            try store.setPin(pin, of: "before")
            try store.setAnnotations(["tier": "gold"], of: "before")
            try database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
            var long = pin
            long.reason = String(repeating: "x", count: 100_000)
            let error = #expect(throws: OperatorStoreError.self) { try store.setPin(long, of: "a") }
            #expect(error?.reason == "database or disk is full")
            #expect(store.state.pins.keys.sorted() == ["a", "before"])
            #expect(store.hasUnsavedChanges)
            #expect(try store.afterKill(in: directory).state.pins.keys.sorted() == ["before"])

            try database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            try store.retry()
            #expect(!store.hasUnsavedChanges)
            #expect(try store.afterKill(in: directory).state == store.state)
        }
    }

    @Test("a store of a newer balloond is left alone, and changes hold until the restart")
    func newer() throws {
        try TemporaryDirectory.with { directory in
            try OperatorDatabase(path: directory.path("balloond.db")).queue.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999: from the future')")
            }
            let store = OperatorStore(directory: directory.root)
            #expect(store.warning?.contains("newer balloond") == true)
            #expect(throws: OperatorStoreError.self) { try store.setPin(pin, of: "a") }
            #expect(store.state.pins["a"] == pin)
            #expect(directory.names() == ["balloond.db"])
        }
    }

    @Test("no directory: the daemon goes on, and says so")
    func noDirectory() {
        let store = OperatorStore(directory: "/nonexistent/balloond")
        #expect(store.warning?.contains("hold until the next restart only") == true)
        #expect(store.state == OperatorState())
    }

    @Test("rows that make no sense are left out and counted, not trapped on")
    func nonsense() throws {
        try TemporaryDirectory.with { directory in
            try OperatorDatabase(path: directory.path("balloond.db")).queue.write {
                try $0.execute(
                    sql: "INSERT INTO pins VALUES ('a', -5, NULL, 'x', 9223372036854775807, -9223372036854775808)")
                try $0.execute(sql: "INSERT INTO limits VALUES ('b', 1, 2, 9223372036854775807)")
                try $0.execute(sql: "INSERT INTO annotations VALUES ('d', 'a key', 'x'), ('d', 'tier', char(10))")
                for number in 0..<65 {
                    try $0.execute(sql: "INSERT INTO annotations VALUES ('e', 'k\(number)', '')")
                }
                try $0.execute(sql: "INSERT INTO pauses VALUES ('guest', 'c', 'x', 9223372036854775807)")
            }
            let store = OperatorStore(directory: directory.root)
            #expect(store.warning?.contains("5 entries made no sense") == true)
            #expect(store.state.pauses["c"]?.setBy == "x")
            #expect(store.state.annotations.keys.sorted() == ["e"] && store.state.annotations["e"]?.count == 64)
            try store.setPause(nil, of: .guest("c"))
            #expect(try store.afterKill(in: directory).state.pauses.isEmpty)
        }
    }
}
