import BalloonKit

/// One mapping of `/proc/PID/smaps`.
struct Mapping {
    let range: String
    private let permissions: String
    private let name: String
    private(set) var size = ByteCount.zero
    private(set) var resident = ByteCount.zero
    /// Two letters each, as in proc(5).
    private(set) var flags: Set<String> = []

    /// Nil for lines that do not begin a mapping: `7f00-7f10 rw-p 00000000 00:01 1024  /memfd:ram (deleted)`.
    init?(header line: ArraySlice<UInt8>) {
        guard let range = KernelText.word(0, of: line), range.contains(UInt8(ascii: "-")),
            range.last != UInt8(ascii: ":"),
            let permissions = KernelText.word(1, of: line), permissions.count == 4
        else { return nil }
        self.range = KernelText.text(range)
        self.permissions = KernelText.text(permissions)
        name = KernelText.word(5, of: line).map { KernelText.text($0) } ?? ""
    }

    mutating func take(_ line: ArraySlice<UInt8>) {
        if let size = Self.kibibytes("Size:", line) { self.size = size }
        if let resident = Self.kibibytes("Rss:", line) { self.resident = resident }
        guard KernelText.starts(line, with: "VmFlags:") else { return }
        for word in line.dropFirst(8).split(separator: UInt8(ascii: " ")).prefix(64) where word.count == 2 {
            flags.insert(KernelText.text(word))
        }
    }

    var couldBeRAM: Bool {
        guard permissions.hasPrefix("rw-") else { return false }
        if name.isEmpty || flags.contains("ht") { return true }
        return ["/memfd:", "/dev/shm/", "/dev/hugepages", "/dev/zero", "/SYSV", "[anon"].contains { name.hasPrefix($0) }
            || flags.contains("dc")
    }

    func isSame(as other: Mapping) -> Bool { range == other.range }

    private static func kibibytes(_ key: StaticString, _ line: ArraySlice<UInt8>) -> ByteCount? {
        guard KernelText.starts(line, with: key),
            let number = KernelText.number(KernelText.word(1, of: line)), number >= 0
        else { return nil }
        return .kibibytes(number)
    }
}
