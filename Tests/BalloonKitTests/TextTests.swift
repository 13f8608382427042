import BalloonKit
import Testing

@Suite("Sizes and times as people type them")
struct TextTests {
    @Test(
        "sizes in every accepted spelling",
        arguments: [
            ("1G", SizeExpression.bytes(.gibibytes(1))), ("1.5GiB", .bytes(.mebibytes(1536))),
            ("512M", .bytes(.mebibytes(512))), ("512 mb", .bytes(.mebibytes(512))),
            (" 4096B ", .bytes(ByteCount(4096))),
            ("2t", .bytes(.gibibytes(2048))), ("64KiB", .bytes(.kibibytes(64))), ("75%", .percent(75)),
            ("100 %", .percent(100)), ("max", .maximum), ("MAX", .maximum), ("0M", .bytes(.zero)),
        ])
    func acceptsSizes(text: String, expected: SizeExpression) throws {
        #expect(try SizeExpression(text) == expected)
    }

    @Test(
        "anything else is refused with a way out",
        arguments: [
            "", "G", "1", "1.5", "-1G", "1X", "1GG", "0%", "101%", "nan M", "1e3M", "99999999999999T", "½G", "1,5G",
            "0x10M", "inf",
        ])
    func refusesSizes(text: String) {
        #expect(throws: TextError.self) { try SizeExpression(text) }
    }

    @Test("a number without a unit names both readings")
    func missingUnit() {
        let error = #expect(throws: TextError.self) { try SizeExpression("512") }
        #expect(error?.description == "'512' has no unit: write 512M for mebibytes, 512B for bytes")
    }

    @Test("percentages and max are of the guest's maximum")
    func resolves() {
        #expect(SizeExpression.percent(75).resolved(of: .gibibytes(4)) == .gibibytes(3))
        #expect(SizeExpression.maximum.resolved(of: .gibibytes(4)) == .gibibytes(4))
        #expect(SizeExpression.bytes(.mebibytes(1)).resolved(of: .gibibytes(4)) == .mebibytes(1))
    }

    @Test(
        "times in every accepted spelling, and back",
        arguments: [
            ("90s", Duration.seconds(90), "1m30s"), ("250ms", .milliseconds(250), "250ms"),
            ("3500ms", .milliseconds(3500), "3.5s"), ("2h", .seconds(7200), "2h"), ("1h30m", .seconds(5400), "1h30m"),
            ("7d", .seconds(604_800), "7d"),
            ("1.5h", .seconds(5400), "1h30m"), ("1d2h3m", .seconds(93_780), "1d2h"),
        ])
    func acceptsTimes(text: String, expected: Duration, back: String) throws {
        #expect(try Duration(text: text) == expected)
        #expect(expected.text == back)
    }

    @Test("other times are refused", arguments: ["", "5", "h", "-5s", "5 s s", "5y", "999999999d", "1..5s"])
    func refusesTimes(text: String) {
        #expect(throws: TextError.self) { try Duration(text: text) }
    }
}
