import Testing

@testable import PolicyWire

/// JSON as it is written, byte for byte.
@Suite struct WireWriterTests {
    private func written(_ write: (inout WireWriter) -> Void) -> String {
        var writer = WireWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(
        "Whole numbers stand with all their digits, at both ends of their range and around sixteen digits",
        arguments: [
            0, 9, 10, 1_000_000, 9_999_999_999_999_999, 10_000_000_000_000_000, 10_000_000_000_000_001,
            UInt64(Int64.max), .max,
        ])
    func wholeNumbers(number: UInt64) {
        #expect(written { $0.put(number) } == number.description)
        guard let signed = Int64(exactly: number) else { return }
        #expect(written { $0.put(-signed) } == (-signed).description)
    }

    @Test("The least number of all has no counterpart, and is written too")
    func leastNumber() { #expect(written { $0.put(Int64.min) } == "-9223372036854775808") }

    @Test(
        "Numbers with a fraction come back as they were", arguments: [0, -0.0, 1, -2, 0.1, 0.9725, 1e-7, 1e300, 0x1p53])
    func fractions(number: Double) {
        let text = written { $0.put(number) }
        #expect(Double(text) == number && text.contains { $0 == "." || $0 == "e" })
    }

    @Test("What is no number is null")
    func noNumbers() {
        #expect(
            written {
                $0.array {
                    $0.put(Double.nan); $0.put(-Double.infinity)
                }
            } == "[null,null]")
    }

    @Test("Quotes, backslashes and control characters are escaped, everything else stays")
    func texts() {
        #expect(written { $0.put("a\"b\\c\u{1}\n\u{1F}dé🎈") } == #""a\"b\\c\u0001\u000a\u001fdé🎈""#)
        #expect(written { $0.put("") } == #""""#)
    }

    @Test("Commas stand between values, and nowhere else")
    func commas() {
        let text = written {
            $0.array {
                $0.null()
                $0.put(true)
                $0.array { _ in }
                $0.object {
                    $0.key("a")
                    $0.put("x")
                    $0.key("b")
                    $0.put(0.5)
                }
                $0.put(Int64(-1))
            }
        }
        #expect(text == #"[null,1,[],{"a":"x","b":0.5},-1]"#)
    }
}
