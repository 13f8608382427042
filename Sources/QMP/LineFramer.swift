import Glibc

/// Cuts a byte stream into lines, whatever the pieces it arrives in.
///
/// A line that lies wholly in one piece, as a reply nearly always does, is lent out without a copy. A line longer than the
/// bound is dropped whole, reported with its first bytes, and the stream goes on after it: never more than the bound is held.
public struct LineFramer: Sendable {
    /// What a step through the bytes found.
    public enum Output {
        /// A line without its CR LF or LF, never empty; valid until the framer or the piece changes.
        case line(UnsafeRawBufferPointer)
        /// A line put together from several pieces.
        case assembled([UInt8])
        /// The end of a line of `length` bytes that was dropped; `prefix` is how it began.
        case oversize(length: Int, prefix: [UInt8])
    }

    /// Longest line kept, in bytes without its end.
    public let maximumLength: Int
    /// Lines dropped because they were too long.
    public private(set) var oversizeLines = 0

    private var rest: [UInt8] = []
    private var droppedLength = 0

    static let prefixLength = 64

    public init(maximumLength: Int = JSONLimits().maximumBytes) {
        self.maximumLength = max(1, maximumLength)
    }

    /// Bytes of an unfinished line that are held back.
    public var pendingBytes: Int { rest.count }

    /// Whether the stream ended inside a line, were it to end now.
    public var isInsideLine: Bool { !rest.isEmpty || droppedLength > 0 }

    /// Takes the next line out of a piece of the stream.
    ///
    /// - Parameter piece: what was received; shortened by what was taken. Call again until the answer is nil.
    /// - Returns: nil when the piece is used up.
    public mutating func next(from piece: inout UnsafeRawBufferPointer) -> Output? {
        while let start = piece.baseAddress, !piece.isEmpty {
            guard let end = memchr(start, Int32(UInt8(ascii: "\n")), piece.count) else {
                keep(piece)
                piece = UnsafeRawBufferPointer(start: nil, count: 0)
                return nil
            }
            let length = start.distance(to: UnsafeRawPointer(end))
            let segment = UnsafeRawBufferPointer(rebasing: piece[..<length])
            piece = UnsafeRawBufferPointer(rebasing: piece[(length + 1)...])
            if let output = finish(segment) { return output }
        }
        return nil
    }

    /// Feeds a whole piece and shows each line; for tests and callers off the poll path.
    public mutating func feed(_ piece: [UInt8], _ body: (Output) -> Void) {
        piece.withUnsafeBytes { buffer in
            var remaining = buffer
            while let output = next(from: &remaining) { body(output) }
        }
    }

    private mutating func finish(_ segment: UnsafeRawBufferPointer) -> Output? {
        if isInsideLine {
            keep(segment)
            if droppedLength > 0 { return finishOversize() }
            var line: [UInt8] = []
            swap(&line, &rest)
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.count > maximumLength {
                return oversize(length: line.count, prefix: Array(line.prefix(Self.prefixLength)))
            }
            return line.isEmpty ? nil : .assembled(line)
        }
        var line = segment
        if line.last == UInt8(ascii: "\r") { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        if line.isEmpty { return nil }
        if line.count > maximumLength {
            return oversize(length: line.count, prefix: Array(line.prefix(Self.prefixLength)))
        }
        return .line(line)
    }

    /// Holds back a part of a line; past the bound only its beginning and its length.
    private mutating func keep(_ segment: UnsafeRawBufferPointer) {
        if droppedLength > 0 {
            droppedLength = droppedLength.addingReportingOverflow(segment.count).partialValue
        } else if segment.count > maximumLength + 1 - rest.count {
            // One more than the bound, for the CR of a line that just fits.
            droppedLength = rest.count + segment.count
            rest.append(contentsOf: segment.prefix(max(0, Self.prefixLength - rest.count)))
            rest = Array(rest.prefix(Self.prefixLength))
        } else {
            rest.append(contentsOf: segment)
        }
    }

    private mutating func finishOversize() -> Output {
        defer {
            droppedLength = 0
            rest = []
        }
        return oversize(length: droppedLength, prefix: rest)
    }

    private mutating func oversize(length: Int, prefix: [UInt8]) -> Output {
        oversizeLines += 1
        return .oversize(length: length, prefix: prefix)
    }
}
