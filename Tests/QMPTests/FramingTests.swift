import QMP
import Testing

struct FramingTests {
    private func lines(_ pieces: [[UInt8]], maximumLength: Int = 100) -> [String] {
        var framer = LineFramer(maximumLength: maximumLength)
        return pieces.flatMap { piece in
            var found: [String] = []
            framer.feed(piece) { output in
                switch output {
                case .line(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
                case .assembled(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
                case .oversize(let length, let prefix):
                    found.append("oversize \(length) \(String(decoding: prefix, as: UTF8.self))")
                }
            }
            return found
        }
    }

    @Test func `a stream cut at any byte gives the same lines`() {
        let stream = Array("first\r\nsecond\n\r\n\nthird line\r\n".utf8)
        for cut in 0...stream.count {
            #expect(lines([Array(stream[..<cut]), Array(stream[cut...])]) == ["first", "second", "third line"])
        }
        #expect(lines(stream.map { [$0] }) == ["first", "second", "third line"])
    }

    @Test func `an unfinished line is held back`() {
        #expect(lines([Array("begun".utf8)]) == [])
    }

    @Test(arguments: [1, 3, 7, 1000])
    func `a line over the bound is dropped whole and the next one found`(pieceLength: Int) {
        let fits = String(repeating: "f", count: 100)
        let stream = Array("before\n\(String(repeating: "x", count: 101))\n\(fits)\r\nafter\n".utf8)
        let pieces = stride(from: 0, to: stream.count, by: pieceLength).map {
            Array(stream[$0..<min(stream.count, $0 + pieceLength)])
        }
        let prefix = String(repeating: "x", count: 64)
        #expect(lines(pieces) == ["before", "oversize 101 \(prefix)", fits, "after"])
    }

    @Test func `a line without end never holds more than the bound`() {
        var framer = LineFramer(maximumLength: 1000)
        for _ in 0..<10_000 { framer.feed([UInt8](repeating: 0x78, count: 997)) { _ in } }
        #expect(framer.pendingBytes <= 1001)
        var outcome: Int?
        framer.feed([0x0a]) { if case .oversize(let length, _) = $0 { outcome = length } }
        #expect(outcome == 9_970_000)
        #expect(framer.oversizeLines == 1)
        #expect(!framer.isInsideLine)
    }

    private func messages(_ pieces: [[UInt8]], maximumLength: Int = 1000) -> [String] {
        var framer = MessageFramer(maximumLength: maximumLength)
        var found: [String] = []
        for piece in pieces {
            piece.withUnsafeBytes { bytes in
                framer.feed(bytes) { output in
                    switch output {
                    case .message(let text): found.append(String(decoding: text, as: UTF8.self))
                    case .oversize(let length): found.append("oversize \(length)")
                    }
                }
            }
        }
        return found
    }

    @Test func `a server finds objects over lines, several a line, and without a line end`() {
        let stream = Array("{\n\"a\":\n1}\r\n{\"b\":\"}{\\\"\"} {\"c\":[{}]}\nword {\"d\":1}\n42\n{\"e\":1}".utf8)
        let expected = [
            "{\n\"a\":\n1}", #"{"b":"}{\""}"#, #"{"c":[{}]}"#, "word", #"{"d":1}"#, "42", #"{"e":1}"#,
        ]
        for cut in 0...stream.count {
            #expect(messages([Array(stream[..<cut]), Array(stream[cut...])]) == expected)
        }
    }

    @Test func `a request over the bound is dropped to its line's end`() {
        let long = "{\"x\":\"" + String(repeating: "y", count: 50) + "\"}\n{\"a\":1}\n"
        #expect(messages([Array(long.utf8)], maximumLength: 20) == ["oversize 21", #"{"a":1}"#])
    }

    @Test func `a quote that is not closed costs one line`() {
        #expect(messages([Array("{\"a\n{\"b\":1}\n".utf8)]) == ["{\"a", #"{"b":1}"#])
    }
}
