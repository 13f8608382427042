import Testing

@testable import balloonctl

@Suite("top: cells and bytes")
struct ScreenTests {
    @Test("glyphs fill what there is of a row, in ASCII as question marks, and cut wide characters in half")
    func fill() {
        var frame = Frame(Frame.Size(width: 6, height: 2))
        frame.put("ab日", 0, 0)
        frame.fill("█", 0, 3, count: 99, .good)
        #expect(frame.lines()[0] == "ab ███")
        #expect(frame[0, 5].ink == .good)
        let before = frame
        for (row, column, count) in [(2, 0, 1), (-1, 0, 1), (0, -1, 3), (1, 6, 1), (1, 9, .max), (1, 0, 0), (1, 0, -1)]
        {
            frame.fill("x", row, column, count: count)
        }
        #expect(frame == before)
        var ascii = Frame(Frame.Size(width: 3, height: 1), isASCII: true)
        ascii.fill("█", 0, 1)
        #expect(ascii.lines() == [" ?"])
    }

    @Test("text is measured in cells, and what could move the cursor is not let through")
    func widths() {
        #expect(CellText.width("web1") == 4)
        #expect(CellText.width("データ") == 6)
        #expect(CellText.width("e\u{301}") == 1)
        #expect(CellText.width("🦊") == 2)
        #expect(CellText.pieces("a\u{1b}[2J\u{7}").map(\.text) == ["a", "?", "[", "2", "J", "?"])
        // Terminals disagree about flags, skin tones and joined figures.
        for odd in ["🇩🇪", "👍🏽", "❤\u{fe0f}"] {
            #expect(CellText.pieces(odd).allSatisfy { $0 == CellText.Piece(text: "?", width: 1) })
        }
        let joined = CellText.pieces("👩\u{200d}🚀\u{202e}").flatMap(\.text.unicodeScalars)
        #expect(!joined.contains { [0x200d, 0x202e].contains($0.value) })
    }

    @Test("text is cut in cells, at its end or inside")
    func cutting() {
        #expect(CellText.cut("データ", to: 4) == "デ…")
        #expect(CellText.width(CellText.cut("データ", to: 4)) == 3)
        #expect(CellText.cut("abc", to: 3) == "abc")
        #expect(CellText.cutInside("compute-node-0017", to: 9) == "comp…0017")
        #expect(CellText.wrapped("one two three", to: 7) == ["one two", "three"])
        #expect(CellText.wrapped("incomprehensible", to: 6) == ["incomp", "rehens", "ible"])
        #expect(CellText.wrapped("", to: 6) == [""])
    }

    @Test("half of a wide character does not stay behind")
    func halves() {
        var frame = Frame(Frame.Size(width: 6, height: 1))
        frame.put("デデデ", 0, 0)
        frame.put("x", 0, 1)
        #expect(frame.lines()[0] == " xデデ")
        frame.put("y", 0, 2)
        #expect(frame.lines()[0] == " xy デ")
        frame.put("デ", 0, 3)
        #expect(frame.lines()[0] == " xyデ")
        #expect(frame[0, 5].text == " ")
    }

    @Test("a frame written after another shows what it shows alone, for any two frames", arguments: 0..<40)
    func differences(seed: Int) {
        var random = Numbers(state: UInt64(seed) &+ 1)
        var writer = FrameWriter(palette: .many)
        writer.isSynchronized = seed.isMultiple(of: 2)
        var screen = Emulator(size: Frame.Size(width: 23, height: 5))
        for _ in 0..<8 {
            let frame = Self.drawn(&random, over: screen.size)
            screen.take(writer.bytes(for: frame))
            #expect(screen.lines() == frame.lines())
            #expect(screen.inks(.many) == frame.cells.map { $0.text == nil ? nil : Palette.many.sequence($0.ink) })
        }
    }

    @Test("nothing is written when nothing changed, and little when little did")
    func economy() {
        var writer = FrameWriter(palette: .sixteen)
        var state = TopScenes.state(200, 50)
        _ = writer.bytes(for: TopScenes.frame(state))
        #expect(writer.bytes(for: TopScenes.frame(state)) == [])
        state.clock = "14:03:12"
        let bytes = writer.bytes(for: TopScenes.frame(state))
        #expect((1...40).contains(bytes.count), "\(bytes.count) bytes for a second")
        writer.forget()
        #expect(writer.bytes(for: TopScenes.frame(state)).count > 2000)
    }

    @Test("colours go by what the environment says")
    func palettes() {
        func palette(_ variables: [String: String]) -> Palette { .detected { variables[$0] } }
        #expect(palette(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == .full)
        #expect(palette(["TERM": "xterm-256color"]) == .many)
        #expect(palette(["TERM": "linux"]) == .sixteen)
        #expect(palette(["TERM": "vt100", "COLORTERM": "truecolor"]) == .monochrome)
        #expect(palette(["TERM": "xterm-256color", "NO_COLOR": "1"]) == .monochrome)
        #expect(palette(["TERM": "xterm-256color", "NO_COLOR": ""]) == .many)
        #expect(Glyphs.detected { ["LC_ALL": "", "LANG": "de_DE.UTF-8"][$0] } == .unicode)
        #expect(Glyphs.detected { ["LC_ALL": "C", "LANG": "de_DE.UTF-8"][$0] } == .ascii)
    }

    @Test("keys come out of bytes however these are cut")
    func keys() {
        let bytes = Array("j\u{1b}[A\u{1b}OB\u{1b}[5~\u{1b}[1;5H\r\u{7f}é\u{3}\u{1b}[?2026;2$y".utf8)
        let wanted: [Key] = [
            .character("j"), .up, .down, .pageUp, .home, .enter, .backspace, .character("é"), .control("c"),
            .synchronizedOutput(true),
        ]
        var whole = KeyReader()
        #expect(whole.feed(bytes) == wanted)
        var single = KeyReader()
        #expect(bytes.flatMap { single.feed([$0]) } == wanted)
    }

    @Test("an escape alone is a key when nothing follows, and nonsense is swallowed")
    func escapes() {
        var reader = KeyReader()
        #expect(reader.feed([0x1b]) == [])
        #expect(reader.isWaiting)
        #expect(reader.settle() == [.escape])
        #expect(reader.feed(Array("\u{1b}[200;99;1z\u{1b}x".utf8)) == [])
        #expect(reader.feed([0xff, 0xc3, 0x28]) == [.character("(")])
        #expect(reader.feed(Array("\u{1b}[".utf8) + Array(repeating: 0x31, count: 500)) == [])
        #expect(reader.feed(Array("q".utf8)) == [.character("q")])
    }

    private static func drawn(_ random: inout Numbers, over size: Frame.Size) -> Frame {
        var frame = Frame(size)
        let words = ["web1", "データ", "▒▒▒", "e\u{301}", "🦊x", "a long piece of text"]
        let inks: [Ink] = [.plain, .danger, .quiet, .good.with(.selected), .banner, Ink(tint: .heat(90))]
        for _ in 0..<(random.next() % 12) {
            let word = words[Int(random.next() % UInt64(words.count))]
            let ink = inks[Int(random.next() % UInt64(inks.count))]
            frame.put(word, Int(random.next() % UInt64(size.height)), Int(random.next() % UInt64(size.width)), ink)
        }
        return frame
    }
}

/// Numbers that are the same in every run.
struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
