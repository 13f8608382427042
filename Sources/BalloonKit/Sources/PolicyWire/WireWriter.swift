import BalloonKit

/// Writes JSON without blanks, byte for byte, into one growing buffer that is used again each round.
struct WireWriter {
    private let buffer: WireBuffer
    private var needsComma = false

    /// - Parameter buffer: What is in it is overwritten.
    init(reusing buffer: WireBuffer = WireBuffer()) {
        self.buffer = buffer
        buffer.clear()
    }

    /// A copy of what has been written.
    var bytes: [UInt8] { buffer.bytes }

    mutating func array(_ content: (inout WireWriter) -> Void) { enclosed(0x5B, 0x5D, content) }
    mutating func object(_ content: (inout WireWriter) -> Void) { enclosed(0x7B, 0x7D, content) }

    private mutating func enclosed(_ open: UInt8, _ close: UInt8, _ content: (inout WireWriter) -> Void) {
        separate()
        buffer.append(open)
        needsComma = false
        content(&self)
        buffer.append(close)
        needsComma = true
    }

    mutating func key(_ key: String) {
        put(key)
        buffer.append(0x3A)
        needsComma = false
    }

    mutating func null() {
        separate()
        buffer.append(0x6E)
        buffer.append(0x75)
        buffer.append(0x6C)
        buffer.append(0x6C)
    }

    mutating func put(_ value: Bool) {
        separate()
        buffer.append(value ? 0x31 : 0x30)
    }

    mutating func put(_ value: Int64) {
        separate()
        if value < 0 { buffer.append(0x2D) }
        buffer.appendNumber(value.magnitude)
    }

    mutating func put(_ value: UInt64) {
        separate()
        buffer.appendNumber(value)
    }

    /// A value that is not a number is written as null: JSON has no other word for it.
    mutating func put(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        for byte in value.description.utf8 { buffer.append(byte) }
    }

    mutating func put(_ value: String) {
        separate()
        buffer.append(0x22)
        if !buffer.appendPlain(value) { escape(value) }
        buffer.append(0x22)
    }

    private func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: write([0x5C, byte])
            case 0..<0x20: write([0x5C, 0x75, 0x30, 0x30, Self.hexadecimal(byte >> 4), Self.hexadecimal(byte & 15)])
            default: buffer.append(byte)
            }
        }
    }

    private func write(_ bytes: [UInt8]) { for byte in bytes { buffer.append(byte) } }

    @inline(__always)
    private mutating func separate() {
        if needsComma { buffer.append(0x2C) }
        needsComma = true
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}

extension WireWriter {
    mutating func put(_ value: ByteCount) { put(value.bytes) }
    /// In nanoseconds, saturated.
    mutating func put(_ value: Duration) { put(value.wireNanoseconds) }
    mutating func put(_ value: String?) { value.map { put($0) } ?? null() }
    mutating func put(_ value: ByteCount?) { value.map { put($0.bytes) } ?? null() }
    mutating func put(_ value: Duration?) { value.map { put($0.wireNanoseconds) } ?? null() }
    mutating func put(_ value: Double?) { value.map { put($0) } ?? null() }
    mutating func put(_ value: UInt64?) { value.map { put($0) } ?? null() }
    mutating func put(_ value: Int64?) { value.map { put($0) } ?? null() }
    mutating func put(_ value: Bool?) { value.map { put($0) } ?? null() }
}

extension Duration {
    /// 292 years and more are all the same to a policy.
    var wireNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, overflows) = nanoseconds.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflows ? (seconds < 0 ? .min : .max) : sum
    }
}
