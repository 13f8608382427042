/// What a file of the kernel said: lines of words and numbers in ASCII.
///
/// Anything may be in it: a lookup that does not find exactly what it wants gives nil, and nothing here traps.
struct KernelText {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let newline = UInt8(ascii: "\n")

    /// The first word's number: for files with nothing else in them.
    var firstNumber: Int64? { number(at: 0) }

    /// The number in word `index` of all words.
    func number(at index: Int) -> Int64? { Self.number(Self.word(index, of: bytes[...])) }

    /// The first line without its blanks.
    var firstLine: String {
        let line = bytes.prefix { $0 != Self.newline }
        return String(decoding: line, as: UTF8.self)
    }

    /// The number in word `column` (0 is the one after the key) of the line that begins with `key`.
    ///
    /// Keys end at a blank or a colon, as in `MemTotal:  24684096 kB` and `inactive_file 4096`. Too large numbers saturate.
    func number(_ key: StaticString, column: Int = 0) -> Int64? {
        guard let line = line(key) else { return nil }
        return Self.number(Self.word(column, of: line))
    }

    /// An amount that the kernel gives in kibibytes.
    func kibibytes(_ key: StaticString) -> Int64? {
        guard let value = number(key), value >= 0 else { return nil }
        return value
    }

    /// The decimal number of `name=1.23` in the line that begins with `key`, if it is in 0 ... 100.
    func percent(_ key: StaticString, _ name: StaticString) -> Double? {
        guard let line = line(key) else { return nil }
        for word in line.split(separator: UInt8(ascii: " ")) {
            guard Self.starts(word, with: name), let value = Double(Self.text(word.dropFirst(name.utf8CodeUnitCount)))
            else { continue }
            return value.isFinite && value >= 0 && value <= 100 ? value : nil
        }
        return nil
    }

    /// What follows the key in its line, from the colon or blank on.
    private func line(_ key: StaticString) -> ArraySlice<UInt8>? {
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: Self.newline) ?? bytes.endIndex
            let line = bytes[start..<end]
            if Self.starts(line, with: key) {
                let rest = line.dropFirst(key.utf8CodeUnitCount)
                if let next = rest.first, next == UInt8(ascii: ":") { return rest.dropFirst() }
                if let next = rest.first, Self.isBlank(next) { return rest }
            }
            start = end + 1
        }
        return nil
    }
}

/// Words and numbers of one line.
extension KernelText {
    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    static func text(_ word: ArraySlice<UInt8>) -> String { String(decoding: word, as: UTF8.self) }

    static func starts(_ bytes: ArraySlice<UInt8>, with prefix: StaticString) -> Bool {
        guard bytes.count >= prefix.utf8CodeUnitCount else { return false }
        return prefix.withUTF8Buffer { bytes.starts(with: $0) }
    }

    /// Word `index` of the line, blanks and line ends between words.
    static func word(_ index: Int, of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = line
        var left = index
        while true {
            rest = rest.drop { isBlank($0) || $0 == newline }
            let word = rest.prefix { !isBlank($0) && $0 != newline }
            guard !word.isEmpty else { return nil }
            guard left > 0 else { return word }
            left -= 1
            rest = rest[word.endIndex...]
        }
    }

    /// A whole decimal number; saturates at 64 bits, nil for anything else.
    static func number(_ word: ArraySlice<UInt8>?) -> Int64? {
        guard var digits = word else { return nil }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.count <= 40 else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeToo) = product.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            value = tooLarge || tooLargeToo ? Int64.max : sum
            if value == Int64.max { break }
        }
        return isNegative ? -value : value
    }
}
