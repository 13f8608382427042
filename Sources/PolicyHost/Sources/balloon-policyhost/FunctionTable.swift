/// All functions of a library by name, which a crash report reads; the loader's own table has the exported ones only.
///
/// Source: elf(5), section headers.
struct FunctionTable {
    /// `Elf64_Sym` by `Elf64_Sym`.
    let symbols: UnsafeRawBufferPointer
    /// Ends with a zero.
    let names: UnsafeRawBufferPointer

    /// Nil for a library that was stripped, or whose tables are not what they should be.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let file = CheckedBytes(bytes)
        guard let start = file.number(UInt64.self, at: 40), let size = file.number(UInt16.self, at: 58), size >= 64,
            let count = file.number(UInt16.self, at: 60),
            let headers = file.part(at: start, length: UInt64(size) * UInt64(count)),
            let table = (0..<UInt64(count)).first(where: {
                headers.number(UInt32.self, at: $0 * UInt64(size) + 4) == Self.symbolTable
            }),
            let symbols = Self.content(of: table, size, headers, file),
            let link = headers.number(UInt32.self, at: table * UInt64(size) + 40), link < count,
            let names = Self.content(of: UInt64(link), size, headers, file), names.last == 0
        else { return nil }
        self.symbols = symbols
        self.names = names
    }

    /// `SHT_SYMTAB`.
    private static let symbolTable: UInt32 = 2
    /// `sizeof(Elf64_Sym)`.
    static let symbolSize = 24

    private static func content(
        of section: UInt64, _ size: UInt16, _ headers: CheckedBytes, _ file: CheckedBytes
    ) -> UnsafeRawBufferPointer? {
        let header = section * UInt64(size)
        guard let offset = headers.number(UInt64.self, at: header + 24),
            let length = headers.number(UInt64.self, at: header + 32)
        else { return nil }
        return file.part(at: offset, length: length)?.bytes
    }
}
