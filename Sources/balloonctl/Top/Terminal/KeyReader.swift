/// Turns a terminal's bytes into keys; what is cut in the middle waits for its rest.
///
/// Source: ECMA-48 5.4 (control sequences); xterm's `ctlseqs`, "PC-Style Function Keys", and DECRPM for the report.
struct KeyReader {
    /// Bytes of a sequence that never ends are not kept.
    private static let longest = 64

    private var pending: [UInt8] = []

    /// Whether something waits for its rest: an escape may be a key of its own.
    var isWaiting: Bool { !pending.isEmpty }

    mutating func feed(_ bytes: [UInt8]) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        while let (key, length) = next() {
            pending.removeFirst(length)
            if let key { keys.append(key) }
        }
        if pending.count > Self.longest { pending = [] }
        return keys
    }

    /// No rest came in time: an escape was a key.
    mutating func settle() -> [Key] {
        let isEscape = pending.first == 0x1b
        pending = []
        return isEscape ? [.escape] : []
    }

    /// The key at the front and how long it is, nil for a key that means nothing here; nil when more must come.
    private func next() -> (Key?, Int)? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1b: return sequence()
        case 0x0d, 0x0a: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x08, 0x7f: return (.backspace, 1)
        case 0x01...0x1a: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
        case 0x20...0x7e: return (.character(Character(Unicode.Scalar(first))), 1)
        case 0xc2...0xf4: return text(first)
        default: return (nil, 1)
        }
    }

    private func text(_ first: UInt8) -> (Key?, Int)? {
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
        guard pending.count >= length else { return nil }
        guard let character = String(validating: pending[..<length], as: UTF8.self)?.first else { return (nil, 1) }
        return (.character(character), length)
    }

    private func sequence() -> (Key?, Int)? {
        guard pending.count > 1 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["): return control()
        case UInt8(ascii: "O"):
            guard pending.count > 2 else { return nil }
            return (Self.letters[pending[2]], 3)
        case 0x1b: return (.escape, 1)
        // Alt with a key: nothing here listens to it.
        default: return (nil, 2)
        }
    }

    private func control() -> (Key?, Int)? {
        guard let end = pending.dropFirst(2).firstIndex(where: { $0 >= 0x40 && $0 <= 0x7e }) else { return nil }
        let parameters = String(decoding: pending[2..<end], as: UTF8.self)
        let key: Key?
        switch pending[end] {
        case UInt8(ascii: "~"): key = Self.numbers[parameters.prefix { $0 != ";" }]
        case UInt8(ascii: "y"): key = Self.report(parameters)
        case UInt8(ascii: "Z"): key = .backTab
        case let letter: key = Self.letters[letter]
        }
        return (key, end + 1)
    }

    /// `?2026;1$y` or `;2`: known, set or not; 0 and 4: not to be had.
    private static func report(_ parameters: String) -> Key? {
        guard parameters.hasPrefix("?2026;"), parameters.hasSuffix("$") else { return nil }
        return .synchronizedOutput(parameters.contains(";1$") || parameters.contains(";2$"))
    }

    private static let letters: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "M"): .enter,
    ]

    private static let numbers: [Substring: Key] = [
        "1": .home, "7": .home, "4": .end, "8": .end, "3": .delete, "5": .pageUp, "6": .pageDown,
    ]
}
