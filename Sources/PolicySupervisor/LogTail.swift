/// The last lines of what a process writes to its standard output and error. Bounded, whatever it writes.
struct LogTail {
    static let mostLines = 64
    static let mostBytes = 16 << 10
    static let longestLine = 1 << 10

    private var whole: [[UInt8]] = []
    private var bytes = 0
    private var partial: [UInt8] = []
    /// Lines that are kept no longer.
    private(set) var dropped: UInt64 = 0
    /// Bytes that were ever written: whoever has seen as many has seen all lines.
    private(set) var written: UInt64 = 0

    /// The lines as text, without control characters, the last one whether or not it is complete.
    var lines: [String] {
        (partial.isEmpty ? whole : whole + [partial]).map {
            PolicyText.bounded(String(decoding: $0, as: UTF8.self), to: Self.longestLine)
        }
    }

    mutating func append(_ chunk: some RandomAccessCollection<UInt8>) {
        written &+= UInt64(chunk.count)
        // Of a flood only the end can be kept: the rest is counted, and no line is made of it.
        let rest = chunk.suffix(Self.mostBytes)
        let skipped = chunk.dropLast(rest.count)
        if !skipped.isEmpty {
            dropped &+= UInt64(skipped.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) })
            partial.removeAll(keepingCapacity: true)
        }
        for piece in rest.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            extend(piece)
            finish()
        }
        extend(rest.suffix(while: { $0 != 0x0A }))
    }

    private mutating func extend(_ piece: some Collection<UInt8>) {
        partial.append(contentsOf: piece.prefix(Swift.max(Self.longestLine - partial.count, 0)))
    }

    private mutating func finish() {
        guard !partial.isEmpty else { return }
        whole.append(partial)
        bytes += partial.count
        partial.removeAll(keepingCapacity: true)
        var excess = 0
        while whole.count - excess > Self.mostLines || bytes > Self.mostBytes {
            bytes -= whole[excess].count
            excess += 1
        }
        whole.removeFirst(excess)
        dropped &+= UInt64(excess)
    }
}

extension BidirectionalCollection {
    /// The longest end of which every element passes.
    fileprivate func suffix(while passes: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, passes(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
