/// Bytes that others wrote, where every read is checked: nil beyond the end.
struct CheckedBytes {
    let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: Must outlive this value.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var count: UInt64 { UInt64(bytes.count) }

    /// A little-endian number.
    func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: UInt64) -> Number? {
        guard let place = place(of: offset, length: MemoryLayout<Number>.size) else { return nil }
        // Unsafe because of the unaligned load; `place` has checked its bounds.
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Number.self))
    }

    /// The part from `offset` on; nil when it is not there as a whole.
    func part(at offset: UInt64, length: UInt64) -> CheckedBytes? {
        guard let length = Int(exactly: length), let place = place(of: offset, length: length) else { return nil }
        return CheckedBytes(UnsafeRawBufferPointer(rebasing: bytes[place..<place + length]))
    }

    func hasPrefix(_ prefix: StaticString, at offset: UInt64) -> Bool {
        guard let place = place(of: offset, length: prefix.utf8CodeUnitCount) else { return false }
        return prefix.withUTF8Buffer { bytes[place...].starts(with: $0) }
    }

    /// The text from `offset` to the next zero; nil without one.
    func text(at offset: UInt64) -> String? {
        guard let place = place(of: offset, length: 1), let end = bytes[place...].firstIndex(of: 0) else { return nil }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    private func place(of offset: UInt64, length: Int) -> Int? {
        guard let offset = Int(exactly: offset), offset <= bytes.count else { return nil }
        return length <= bytes.count - offset ? offset : nil
    }
}
