import Testing

@testable import QMP

@Suite("Statistics read without a tree")
struct GuestStatsScannerTests {
    static let ordinary =
        #"{"return": {"stats": {"stat-htlb-pgalloc": 0, "stat-swap-out": 0, "stat-available-memory": 200929280, "#
        + #""stat-htlb-pgfail": 0, "stat-free-memory": 18446744073709551615, "stat-minor-faults": 126, "#
        + #""stat-major-faults": 7, "stat-total-memory": 233832448, "stat-swap-in": 4096, "stat-disk-caches": 8192, "#
        + #""stat-oom-kills": 1, "stat-alloc-stalls": 2, "stat-async-scans": 3, "stat-direct-scans": 4, "#
        + #""stat-async-reclaims": 5, "stat-direct-reclaims": 6}, "last-update": 1795374986}}"#

    private func scan(_ text: [UInt8]) -> GuestStatsReply? { text.withUnsafeBytes { GuestStatsScanner.scan($0) } }

    /// The long way: a tree, as reals where an integer does not fit.
    private func read(_ text: [UInt8]) -> GuestStatsReply? {
        guard
            let document = (try? JSONDocument(parsing: text)) ?? (try? JSONDocument(parsing: text, integers: .asReals)),
            let view = document.root["return"]
        else { return nil }
        return GuestStatsReply(view)
    }

    @Test("QEMU's usual answer is read, absent values as nil")
    func usual() throws {
        let reply = try #require(scan(Array(Self.ordinary.utf8)))
        #expect(reply == read(Array(Self.ordinary.utf8)))
        #expect(reply.availableMemory == 200_929_280 && reply.freeMemory == nil && reply.lastUpdate == 1_795_374_986)
        #expect(reply.directReclaims == 6 && reply.oomKills == 1 && reply.swapIn == 4096)
    }

    @Test(
        "Every other shape is left to the parser",
        arguments: [
            #"{"return": {"stats": {"stat-swap-in": 1, "stat-swap-in": 2}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-new": 1}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": -1}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 01}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 1.0}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 9007199254740993}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 18446744073709551616}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 1,}, "last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 1}, "last-update": 1}, "id": 1}"#,
            #"{"return": {"stats": {"stat-swap-in": 1}, "last-update": 1}} x"#,
            #"{"return": {"stats": {"stat-swap-in": 1}}}"#,
            #"{"return": {"last-update": 1}}"#,
            #"{"return": {"stats": {"stat-swap-in": 1}, "last-update": -1}}"#,
            #"{"error": {"class": "GenericError", "desc": "x"}}"#,
            #"{"return": {}}"#, "{", "",
        ])
    func unusual(text: String) { #expect(scan(Array(text.utf8)) == nil) }

    @Test("Blanks, order and few keys do not matter")
    func tolerant() throws {
        let text = #" { "return":{"last-update":5 , "stats":{} } } "#
        #expect(try #require(scan(Array(text.utf8))) == GuestStatsReply(lastUpdate: 5))
    }

    @Test("Of 100 000 mutations each is read as jansson reads it, or not at all")
    func mutations() {
        var random: UInt64 = 42
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % UInt64(bound))
        }
        let letters = Array("0123456789{}\":, -.eE\u{1}stat".utf8)
        let original = Array(Self.ordinary.utf8)
        var read = 0
        for _ in 0..<100_000 {
            var text = original
            for _ in 0...next(3) {
                let place = next(max(1, text.count - 1))
                switch next(4) {
                case 0: text[place] = letters[next(letters.count)]
                case 1: text.remove(at: place)
                case 2: text.insert(letters[next(letters.count)], at: place)
                default:
                    text.replaceSubrange(place..<min(text.count, place + next(30)), with: original.prefix(next(20)))
                }
            }
            guard let reply = scan(text) else { continue }
            read += 1
            #expect(reply == self.read(text), "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(read > 1000)
    }
}
