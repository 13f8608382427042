import BalloonKit

/// Reads JSON in the order in which it stands, without making a tree of it: a round for a thousand guests is fifty thousand
/// values, of which each is looked at once.
///
/// Strict about what it understands: it stops at the first thing that it does not, and nothing that it is given makes it trap. It
/// knows the JSON that ``WireWriter`` writes; what may come from others in any form is read by jansson.
struct WireReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Structure

    /// Calls `element` in front of each element of the array that comes next.
    mutating func array(_ element: (inout WireReader) throws(WireError) -> Void) throws(WireError) {
        try need(0x5B, "an array")
        guard !take(0x5D) else { return }
        repeat { try element(&self) } while take(0x2C)
        try need(0x5D, "] or ,")
    }

    /// Calls `member` with each key of the object that comes next, in front of its value.
    mutating func object(_ member: (inout WireReader, String) throws(WireError) -> Void) throws(WireError) {
        try need(0x7B, "an object")
        guard !take(0x7D) else { return }
        repeat {
            let key = try text()
            try need(0x3A, ":")
            try member(&self, key)
        } while take(0x2C)
        try need(0x7D, "} or ,")
    }

    /// The comma in front of a further element of known place.
    mutating func comma() throws(WireError) { try need(0x2C, ",") }
    mutating func open() throws(WireError) { try need(0x5B, "an array") }
    mutating func close() throws(WireError) { try need(0x5D, "]") }

    var isAtEnd: Bool { position == bytes.count }
    var isAtText: Bool { position < bytes.count && bytes[position] == 0x22 }
    /// An array of arrays comes next.
    var isRows: Bool { position + 1 < bytes.count && bytes[position] == 0x5B && bytes[position + 1] == 0x5B }

    /// Whether the array around ends here.
    mutating func closes() -> Bool { take(0x5D) }

    /// Passes over a value that nobody here knows: a newer daemon may say more.
    mutating func skip() throws(WireError) {
        guard position < bytes.count else { throw failure("a value") }
        switch bytes[position] {
        case 0x22: _ = try text()
        case 0x5B: try array { reader throws(WireError) in try reader.skip() }
        case 0x7B: try object { reader, _ throws(WireError) in try reader.skip() }
        case 0x6E: _ = try null()
        default: _ = try real()
        }
    }

    // MARK: Values

    mutating func null() throws(WireError) -> Bool {
        guard position < bytes.count, bytes[position] == 0x6E else { return false }
        guard position + 4 <= bytes.count, bytes[position + 1] == 0x75, bytes[position + 2] == 0x6C,
            bytes[position + 3] == 0x6C
        else { throw failure("null") }
        position += 4
        return true
    }

    mutating func integer() throws(WireError) -> Int64? {
        guard try !null() else { return nil }
        let isNegative = take(0x2D)
        guard let magnitude = try natural() else { return nil }
        if !isNegative { return Int64(clamping: magnitude) }
        return magnitude > UInt64(Int64.max) ? .min : -Int64(magnitude)
    }

    mutating func natural() throws(WireError) -> UInt64? {
        guard try !null() else { return nil }
        let start = position
        var value: UInt64 = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(UInt64(bytes[position] - 0x30))
            guard !overflow, !overflows else { throw failure("a number of 64 bits") }
            value = sum
            position += 1
        }
        guard position > start else { throw failure("a whole number") }
        return value
    }

    mutating func real() throws(WireError) -> Double? {
        guard try !null() else { return nil }
        let start = position
        while position < bytes.count, Self.isPartOfNumber(bytes[position]) { position += 1 }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw failure("a number")
        }
        return value
    }

    /// Whether a 0 stands here; then it is passed over.
    mutating func isZero() -> Bool { take(0x30) }

    mutating func flag() throws(WireError) -> Bool { try natural() == 1 }

    mutating func text() throws(WireError) -> String {
        try need(0x22, "a text")
        let start = position
        while position < bytes.count, bytes[position] != 0x22, bytes[position] != 0x5C { position += 1 }
        guard position < bytes.count else { throw failure("the end of a text") }
        if bytes[position] == 0x22 {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try escapedText(from: start)
    }

    mutating func optionalText() throws(WireError) -> String? { try null() ? nil : try text() }

    /// Knows the escapes that ``WireWriter`` writes.
    private mutating func escapedText(from start: Int) throws(WireError) -> String {
        var plain = Array(bytes[start..<position])
        while position < bytes.count, bytes[position] != 0x22 {
            if bytes[position] == 0x5C {
                guard position + 1 < bytes.count else { break }
                position += 1
                if bytes[position] == 0x75 {
                    guard position + 4 < bytes.count,
                        let code = UInt8(
                            String(decoding: bytes[position + 1...position + 4], as: UTF8.self), radix: 16)
                    else { throw failure("an escape") }
                    plain.append(code)
                    position += 5
                    continue
                }
            }
            plain.append(bytes[position])
            position += 1
        }
        guard position < bytes.count else { throw failure("the end of a text") }
        position += 1
        return String(decoding: plain, as: UTF8.self)
    }

    // MARK: Parts

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func need(_ byte: UInt8, _ expected: String) throws(WireError) {
        guard take(byte) else { throw failure(expected) }
    }

    func failure(_ expected: String) -> WireError { WireError(position: position, expected: expected) }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }
}

extension WireReader {
    mutating func amount() throws(WireError) -> ByteCount? {
        guard let value = try integer() else { return nil }
        return ByteCount(value)
    }
    mutating func time() throws(WireError) -> Duration? { try integer().map { .nanoseconds($0) } }
}
