import BalloonKit
import Testing

@Suite("Byte counts")
struct ByteCountTests {
    @Test("arithmetic saturates at both ends instead of trapping")
    func saturates() {
        #expect(ByteCount.max + .mebibytes(1) == .max)
        #expect(ByteCount(.min) - .mebibytes(1) == ByteCount(.min))
        #expect(ByteCount.zero - ByteCount(.min) == .max)
        #expect(-ByteCount(.min) == .max)
        #expect(ByteCount.gibibytes(.max) == .max)
        #expect(ByteCount.mebibytes(-5).times(.max) == ByteCount(.min))
        #expect(ByteCount(clamping: .max) == .max)
    }

    @Test("a ratio rounds towards zero, saturates, and nonsense gives nothing")
    func scales() {
        #expect(ByteCount(999).scaled(by: 0.5) == ByteCount(499))
        #expect(ByteCount(-999).scaled(by: 0.5) == ByteCount(-499))
        #expect(ByteCount.max.scaled(by: 2) == .max)
        #expect(ByteCount.max.scaled(by: -.infinity) == ByteCount(.min))
        #expect(ByteCount.mebibytes(1).scaled(by: .nan) == .zero)
        #expect(ByteCount.mebibytes(1).fraction(of: .zero) == 0)
    }

    @Test(
        "rounding down goes to the multiple below, for differences too",
        arguments: [(8191, 4096), (8192, 8192), (0, 0), (-1, -4096), (-4096, -4096)] as [(Int64, Int64)])
    func roundsDown(amount: Int64, expected: Int64) {
        #expect(ByteCount(amount).roundedDown(to: .page) == ByteCount(expected))
    }

    @Test("the ceiling wins where it crosses the floor")
    func ceilingWins() {
        #expect(ByteCount.mebibytes(5).clamped(from: .mebibytes(10), to: .mebibytes(8)) == .mebibytes(8))
    }

    @Test(
        "amounts read as people write them",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (512 << 20, "512 MiB"),
            (-(4 << 10), "-4 KiB"), (3 << 29, "1.5 GiB"), (1 << 40, "1 TiB"), (.max, "8388608 TiB"),
        ] as [(Int64, String)])
    func describes(amount: Int64, text: String) {
        #expect(ByteCount(amount).description == text)
    }
}
