import PolicyWire

/// What the dynamic loader would read of a shared library, read without loading it.
///
/// Source: elf(5); System V ABI, chapter 5; GNU hash section as in glibc's `elf/dl-lookup.c`.
struct SharedLibrary {
    /// Names of the libraries it asks for.
    private(set) var needed: [String] = []
    /// Names that concern plugins: the kit's and those of the three functions.
    private(set) var defined: Set<String> = []
    private(set) var undefined: Set<String> = []

    private let file: CheckedBytes
    private var segments: [Segment] = []
    private var dynamic: [UInt64: UInt64] = [:]
    private var neededOffsets: [UInt64] = []

    private struct Segment {
        var address: UInt64
        var offset: UInt64
        var size: UInt64
    }

    /// - Throws: ``Refusal`` `not-a-library`.
    init(_ bytes: UnsafeRawBufferPointer) throws(Refusal) {
        file = CheckedBytes(bytes)
        try readHeader()
        try readSegments()
        try readSymbols()
    }

    // MARK: Header

    private func readHeader() throws(Refusal) {
        guard file.hasPrefix("\u{7F}ELF", at: 0) else {
            throw Refusal(.notALibrary, "it is not a shared library: build it with 'swiftc -emit-library'")
        }
        guard file.number(UInt8.self, at: 4) == 2, file.number(UInt8.self, at: 5) == 1,
            let machine = file.number(UInt16.self, at: 18), machine == Self.machine.number
        else {
            throw Refusal(.notALibrary, "it was built for another kind of machine: this one is \(Self.machine.name)")
        }
        guard let type = file.number(UInt16.self, at: 16), type == 3 else {
            throw Refusal(.notALibrary, "it is an object or a program: build it with 'swiftc -emit-library'")
        }
    }

    private static var machine: (number: UInt16, name: String) {
        #if arch(x86_64)
            (62, "x86_64")
        #elseif arch(arm64)
            (183, "aarch64")
        #else
            (0, "of a kind that balloond does not know")
        #endif
    }

    // MARK: Segments

    private mutating func readSegments() throws(Refusal) {
        guard let table = file.number(UInt64.self, at: 32), let size = file.number(UInt16.self, at: 54),
            let count = file.number(UInt16.self, at: 56), size >= 56,
            let headers = file.part(at: table, length: UInt64(size) * UInt64(count))
        else { throw Self.damaged }
        var dynamicSection: CheckedBytes?
        for place in 0..<UInt64(count) {
            let header = place * UInt64(size)
            guard let type = headers.number(UInt32.self, at: header),
                let offset = headers.number(UInt64.self, at: header + 8),
                let address = headers.number(UInt64.self, at: header + 16),
                let length = headers.number(UInt64.self, at: header + 32)
            else { throw Self.damaged }
            switch type {
            case 1: segments.append(Segment(address: address, offset: offset, size: length))
            case 2: dynamicSection = file.part(at: offset, length: length)
            default: break
            }
        }
        guard let dynamicSection else { throw Self.damaged }
        readDynamic(dynamicSection)
        guard (dynamic[Tag.flags] ?? 0) & Self.isProgram == 0 else {
            throw Refusal(.notALibrary, "it is a program: build it with 'swiftc -emit-library'")
        }
    }

    private mutating func readDynamic(_ section: CheckedBytes) {
        var offset: UInt64 = 0
        while let tag = section.number(UInt64.self, at: offset), tag != 0,
            let value = section.number(UInt64.self, at: offset + 8)
        {
            if tag == Tag.needed { neededOffsets.append(value) } else { dynamic[tag] = value }
            offset += 16
        }
    }

    private enum Tag {
        static let needed: UInt64 = 1
        static let hash: UInt64 = 4
        static let strings: UInt64 = 5
        static let symbols: UInt64 = 6
        static let stringsSize: UInt64 = 10
        static let gnuHash: UInt64 = 0x6FFF_FEF5
        static let flags: UInt64 = 0x6FFF_FFFB
    }

    /// `DF_1_PIE`.
    private static let isProgram: UInt64 = 0x0800_0000

    /// Where in the file lies what the loader would find at the address that a dynamic entry names. Never beyond its end, so
    /// that small sums with it do not overflow.
    private func offset(of tag: UInt64) -> UInt64? {
        guard let address = dynamic[tag] else { return nil }
        for segment in segments where address >= segment.address && address - segment.address < segment.size {
            let (offset, overflow) = segment.offset.addingReportingOverflow(address - segment.address)
            return overflow || offset > file.count ? nil : offset
        }
        return nil
    }

    // MARK: Symbols

    private mutating func readSymbols() throws(Refusal) {
        guard let start = offset(of: Tag.strings), let length = dynamic[Tag.stringsSize],
            let names = file.part(at: start, length: length)
        else { throw Self.damaged }
        for place in neededOffsets {
            guard let name = names.text(at: place) else { throw Self.damaged }
            needed.append(name)
        }
        guard let table = offset(of: Tag.symbols), let count = symbolCount(),
            let symbols = file.part(at: table, length: count * Self.symbolSize)
        else { throw Self.damaged }
        for place in 0..<count {
            guard let name = symbols.number(UInt32.self, at: place * Self.symbolSize),
                let section = symbols.number(UInt16.self, at: place * Self.symbolSize + 6)
            else { throw Self.damaged }
            guard Self.concernsPlugins(UInt64(name), in: names) else { continue }
            guard let text = names.text(at: UInt64(name)) else { throw Self.damaged }
            if section == 0 { undefined.insert(text) } else { defined.insert(text) }
        }
    }

    private static func concernsPlugins(_ name: UInt64, in names: CheckedBytes) -> Bool {
        names.hasPrefix("balloon_policy", at: name) || names.hasPrefix("$s10BalloonKit", at: name)
    }

    private static let symbolSize: UInt64 = 24

    /// The table does not say how long it is; the tables that the loader searches by do. Never more than fit the file.
    private func symbolCount() -> UInt64? {
        let most = file.count / Self.symbolSize
        if let table = offset(of: Tag.hash), let chains = file.number(UInt32.self, at: table + 4) {
            return UInt64(chains) <= most ? UInt64(chains) : nil
        }
        guard let table = offset(of: Tag.gnuHash), let count = gnuSymbolCount(table), count <= most else { return nil }
        return count
    }

    private func gnuSymbolCount(_ table: UInt64) -> UInt64? {
        guard let buckets = file.number(UInt32.self, at: table),
            let first = file.number(UInt32.self, at: table + 4), let filter = file.number(UInt32.self, at: table + 8)
        else { return nil }
        let firstBucket = table + 16 + UInt64(filter) * 8
        let firstChain = firstBucket + UInt64(buckets) * 4
        var last: UInt32 = 0
        for place in 0..<UInt64(buckets) {
            guard let bucket = file.number(UInt32.self, at: firstBucket + place * 4) else { return nil }
            last = max(last, bucket)
        }
        guard last >= first, last > 0 else { return UInt64(first) }
        var symbol = UInt64(last)
        while let hash = file.number(UInt32.self, at: firstChain + (symbol - UInt64(first)) * 4) {
            symbol += 1
            if hash & 1 == 1 { return symbol }
        }
        return nil
    }

    private static var damaged: Refusal { Refusal(.notALibrary, "it is damaged or cut off: build it anew") }
}
