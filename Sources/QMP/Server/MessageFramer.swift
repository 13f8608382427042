/// Cuts a client's byte stream into JSON texts by their brackets, as QEMU does: a client may send an object over several
/// lines, several on one, or one without a line end and wait for its answer.
///
/// Anything that is no object or array ends with its line. A text beyond the bound is dropped up to the next line end.
/// What stays open swallows what follows, as in QEMU, up to the bound.
public struct MessageFramer: Sendable {
    public enum Output: Sendable, Hashable {
        /// One text, never empty or blank; not checked any further.
        case message([UInt8])
        /// A text was dropped; `length` is how much of it had come when that was decided.
        case oversize(length: Int)
    }

    /// Longest text kept, in bytes.
    public let maximumLength: Int
    public private(set) var oversizeMessages = 0

    private var pending: [UInt8] = []
    private var depth = 0
    private var inString = false
    private var escaped = false
    private var isDropping = false

    public init(maximumLength: Int) { self.maximumLength = max(2, maximumLength) }

    /// Bytes of an unfinished text that are held back.
    public var pendingBytes: Int { pending.count }

    /// Feeds a piece of the stream and shows each text that is complete.
    public mutating func feed(_ piece: UnsafeRawBufferPointer, _ body: (Output) -> Void) {
        for byte in piece {
            if let output = step(byte) { body(output) }
        }
    }

    private mutating func step(_ byte: UInt8) -> Output? {
        if isDropping {
            isDropping = byte != UInt8(ascii: "\n")
            return nil
        }
        if depth == 0, !inString, byte == UInt8(ascii: "\n") { return take() }
        if pending.isEmpty, isBlank(byte) { return nil }
        // After a bare word an opening bracket begins a text of its own.
        if depth == 0, !inString, isOpening(byte), !pending.isEmpty {
            let word = take()
            pending = [byte]
            depth = 1
            return word
        }
        pending.append(byte)
        guard pending.count <= maximumLength else { return drop(at: byte) }
        return closes(byte) ? take() : nil
    }

    /// Follows strings and brackets; true when the byte ends the outermost bracket.
    private mutating func closes(_ byte: UInt8) -> Bool {
        if inString {
            // A raw line end is never valid in a string: end the string here, so that one lost quote does not swallow the
            // rest of the stream.
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
            }
            if byte == UInt8(ascii: "\n") {
                inString = false
                return true
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            return depth <= 0
        default: break
        }
        return false
    }

    private mutating func take() -> Output? {
        defer { reset() }
        while let last = pending.last, isBlank(last) { pending.removeLast() }
        return pending.isEmpty ? nil : .message(pending)
    }

    private mutating func drop(at byte: UInt8) -> Output {
        let length = pending.count
        reset()
        oversizeMessages += 1
        isDropping = byte != UInt8(ascii: "\n")
        return .oversize(length: length)
    }

    private mutating func reset() {
        pending = []
        depth = 0
        inString = false
        escaped = false
    }
}

private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
}

private func isOpening(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }
