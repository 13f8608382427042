/// Bytes in the making, in memory that is used again for each message.
///
/// An array would be asked for each byte whether it is shared and whether it has room: of a round for a thousand guests that was
/// more than half of the time.
///
/// SAFETY: the memory holds `capacity` initialized bytes, `count` never exceeds it, and each write is behind ``reserve(_:)``. The
/// pointer does not leave this type.
final class WireBuffer {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 12) {
        self.capacity = Swift.max(capacity, 64)
        memory = .allocate(capacity: self.capacity)
        memory.initialize(repeating: 0, count: self.capacity)
    }

    deinit { memory.deallocate() }

    /// A copy of what has been written.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

    /// Puts what has been written in the place of an array that nobody else holds any more, so that no memory is asked for.
    func copy(to array: inout [UInt8]) {
        array.removeAll(keepingCapacity: true)
        array.append(contentsOf: UnsafeBufferPointer(start: memory, count: count))
    }

    func clear() { count = 0 }

    @inline(__always)
    func append(_ byte: UInt8) {
        reserve(1)
        memory[count] = byte
        count &+= 1
    }

    /// In decimal digits.
    @inline(__always)
    func appendNumber(_ value: UInt64) {
        reserve(20)
        var place = memory + (count &+ Self.digits(of: value))
        count = place - memory
        var rest = value
        repeat {
            place -= 1
            place.pointee = 0x30 | UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
    }

    /// 1 ... 20.
    @inline(__always)
    private static func digits(of value: UInt64) -> Int {
        var rest = value
        var digits = 1
        while rest >= 10_000 {
            rest /= 10_000
            digits &+= 4
        }
        return digits &+ (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }

    /// The text as it stands, when nothing in it needs an escape.
    ///
    /// - Returns: False when nothing was written: it must be escaped.
    func appendPlain(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { text in
            var needsEscape = false
            for byte in text {
                let isSpecial = (byte < 0x20) || (byte == 0x22) || (byte == 0x5C)
                needsEscape = needsEscape || isSpecial
            }
            guard !needsEscape else { return false }
            reserve(text.count)
            if let start = text.baseAddress { (memory + count).update(from: start, count: text.count) }
            count &+= text.count
            return true
        } ?? false
    }

    @inline(__always)
    private func reserve(_ more: Int) {
        if capacity &- count < more { grow(by: more) }
    }

    @inline(never)
    private func grow(by more: Int) {
        let larger = WireBuffer.size(for: count + more, from: capacity)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.initialize(repeating: 0, count: larger)
        memory.update(from: self.memory, count: count)
        self.memory.deallocate()
        self.memory = memory
        capacity = larger
    }

    private static func size(for needed: Int, from capacity: Int) -> Int { Swift.max(needed, capacity * 2) }
}
