import Logging
import Synchronization
import Testing

@testable import Daemon

@Suite("Log lines")
struct LogLineTests {
    @Test("in the journal begin with the priority, elsewhere with time and level")
    func forms() {
        let line = LogLine(
            level: .warning, message: "guest is stale", fields: [("guest", "web1"), ("reason", "no update")])
        #expect(text(line, .journal) == "<4>guest is stale guest=web1 reason=\"no update\"\n")
        #expect(
            text(line, .terminal) == "2026-11-22T21:45:00.007Z warning guest is stale guest=web1 reason=\"no update\"\n"
        )
    }

    @Test("each level has its priority", arguments: zip(Logger.Level.allCases, [7, 7, 6, 5, 4, 3, 2]))
    func priorities(_ level: Logger.Level, _ priority: Int) {
        #expect(text(LogLine(level: level, message: "m", fields: []), .journal) == "<\(priority)>m\n")
    }

    @Test(
        "whatever a guest is called, a record stays one line and its values stay apart",
        arguments: [
            ("a\n<2>forged", "\"a\\n<2>forged\""), ("", "\"\""), ("a b", "\"a b\""), ("a=b", "\"a=b\""),
            ("say \"hi\"\\", "\"say \\\"hi\\\"\\\\\""), ("\u{1B}[2J", "\"\\u{1b}[2J\""), ("a\r\nb", "\"a\\r\\nb\""),
            ("x\u{2028}\u{202E}y", "x\\u{2028}\\u{202e}y"), ("grün", "grün"),
        ])
    func escapes(_ value: String, _ written: String) {
        let line = LogLine(level: .info, message: "m", fields: [("guest", value), ("next", "1")])
        #expect(text(line, .journal) == "<6>m guest=\(written) next=1\n")
    }

    @Test("what keeps balloond from starting is an error in the journal, every line of it, and plain elsewhere")
    func complaints() {
        func bytes(_ isJournal: Bool) -> String {
            String(decoding: JournalLogHandler.complaint("two mistakes\n  limit", isJournal: isJournal), as: UTF8.self)
        }
        #expect(bytes(true) == "<3>two mistakes\n<3>  limit\n")
        #expect(bytes(false) == "two mistakes\n  limit\n")
    }

    @Test("a message cannot end its line either, and a key cannot hold blanks")
    func message() {
        let line = LogLine(level: .info, message: "a\nb \"c\"", fields: [("k e=y", "v")])
        #expect(text(line, .journal) == "<6>a\\nb \"c\" k_e_y=v\n")
    }

    @Test("very long ones are cut")
    func long() {
        let line = LogLine(level: .info, message: String(repeating: "x", count: 1 << 20), fields: [])
        #expect(text(line, .journal).utf8.count == (16 << 10) + 4)
        #expect(text(line, .journal).hasSuffix("x...\n"))
    }

    @Test("a logger writes all metadata sorted, the record's own first in rank")
    func handler() {
        let sink = Sink()
        var logger = Logger(label: "test") { _ in
            JournalLogHandler(logLevel: .info, isJournal: true) { sink.take($0) }
        }
        logger[metadataKey: "pool"] = "host"
        logger[metadataKey: "cycle"] = "1"
        logger.info("decided", metadata: ["cycle": "2", "bytes": "\(4096)"])
        logger.debug("not written")
        logger.logLevel = .debug
        logger.debug("written")
        #expect(sink.lines == ["<6>decided bytes=4096 cycle=2 pool=host\n", "<7>written cycle=1 pool=host\n"])
    }

    private func text(_ line: LogLine, _ form: LogLine.Form) -> String {
        String(decoding: line.bytes(form, at: 1_795_383_900_007_999), as: UTF8.self)
    }
}

/// Takes lines instead of standard error.
private final class Sink: Sendable {
    private let taken = Mutex<[String]>([])

    var lines: [String] { taken.withLock { $0 } }

    func take(_ line: [UInt8]) { taken.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
}
