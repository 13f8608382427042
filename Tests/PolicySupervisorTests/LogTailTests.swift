import Testing

@testable import PolicySupervisor

@Suite("The last lines of a process")
struct LogTailTests {
    @Test("are whole lines and the beginning of the next, in whatever pieces they come", arguments: [1, 2, 3, 7, 100])
    func pieces(size: Int) {
        var tail = LogTail()
        let bytes = Array("one\n\ntwo\r\nthr\u{1B}[1mee\nfour".utf8)
        for start in stride(from: 0, to: bytes.count, by: size) { tail.append(bytes[start...].prefix(size)) }
        #expect(tail.lines == ["one", "two ", "thr [1mee", "four"])
        #expect(tail.dropped == 0)
        #expect(tail.written == UInt64(bytes.count))
    }

    @Test("are 64 at most; others are counted")
    func many() {
        var tail = LogTail()
        for number in 1...100 { tail.append(Array("line \(number)\n".utf8)) }
        #expect(tail.lines.count == 64)
        #expect(tail.lines.first == "line 37")
        #expect(tail.dropped == 36)
    }

    @Test("are 16 KiB at most, and each a KiB")
    func long() {
        var tail = LogTail()
        for _ in 1...40 { tail.append([UInt8](repeating: 0x61, count: 3000) + [0x0A]) }
        #expect(tail.lines.count == 16)
        #expect(tail.lines.allSatisfy { $0.utf8.count == 1024 })
        #expect(tail.dropped == 24)
    }

    @Test("are what a flood ends in")
    func flood() {
        var tail = LogTail()
        tail.append(Array(String(repeating: "x\n", count: 100_000).utf8) + Array("last".utf8))
        #expect(tail.lines.last == "last")
        #expect(tail.lines.count == 65)
        #expect(tail.dropped == 100_000 - 64)
    }

    @Test("are text also when the bytes are none")
    func notText() {
        var tail = LogTail()
        tail.append([0xFF, 0xFE, 0x00, 0x41, 0x0A])
        #expect(tail.lines == ["\u{FFFD}\u{FFFD} A"])
    }
}

@Suite("Texts from a plugin")
struct PolicyTextTests {
    @Test(
        "are cut between characters and marked",
        arguments: [
            ("short", 5, "short"), ("longer", 5, "lo…"), ("ünder", 6, "ünder"), ("üüü", 5, "ü…"), ("abcdef", 3, "…"),
            ("", 5, ""), ("abc", 0, "…"),
        ])
    func bounded(text: String, limit: Int, result: String) {
        #expect(PolicyText.bounded(text, to: limit) == result)
    }

    @Test(
        "are codes when they are in kebab case",
        arguments: [
            ("a", true), ("night-time", true), ("a-1-b", true), ("", false), ("-a", false), ("a-", false),
            ("a--b", false), ("A", false), ("a_b", false), ("a b", false), (String(repeating: "a", count: 64), true),
            (String(repeating: "a", count: 65), false),
        ])
    func codes(text: String, isCode: Bool) { #expect(PolicyText.isCode(text) == isCode) }
}
