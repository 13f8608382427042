import BalloonKit

/// Finds guest RAM in `/proc/PID/smaps`, given in pieces of any length.
///
/// Guest RAM is writable, not executable (the translator's buffer is), and anonymous, memfd, hugetlbfs or a file in shared
/// memory. QEMU forbids its inheritance over fork (`dc`): where some mapping has that flag, only those count. The largest
/// decides on the traits; all of at least 128 MiB (several NUMA nodes, plugged DIMMs) count as RAM, not as overhead.
struct MappingParser {
    private var partial: [UInt8] = []
    private var isSkipping = false
    private var mapping: Mapping?
    private var found: [Mapping] = []
    private var resident = ByteCount.zero

    /// A path has at most 4,096 bytes; longer lines are not the kernel's.
    private static let longestLine = 8192
    private static let mostMappings = 4096
    private static let smallestExtraRAM = ByteCount.mebibytes(128)

    mutating func consume(_ piece: ArraySlice<UInt8>) {
        var rest = piece
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            if !isSkipping { line(partial[...]) }
            partial.removeAll(keepingCapacity: true)
            isSkipping = false
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    mutating func finish() -> MemoryTraits? {
        if !isSkipping && !partial.isEmpty { line(partial[...]) }
        endMapping()
        guard let largest = ram.max(by: { $0.size < $1.size }) else { return nil }
        let residentRAM = ram.filter { $0.isSame(as: largest) || $0.size >= Self.smallestExtraRAM }
            .reduce(ByteCount.zero) { $0 + $1.resident }
        return MemoryTraits(
            isLocked: largest.flags.contains("lo"), isHugetlb: largest.flags.contains("ht"),
            isShared: largest.flags.contains("sh"), isMergeable: largest.flags.contains("mg"),
            overhead: (resident - residentRAM).clampedToZero)
    }

    private var ram: [Mapping] {
        let notInherited = found.filter { $0.flags.contains("dc") }
        return notInherited.isEmpty ? found : notInherited
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !isSkipping, partial.count + bytes.count <= Self.longestLine else {
            isSkipping = true
            partial.removeAll(keepingCapacity: true)
            return
        }
        partial.append(contentsOf: bytes)
    }

    private mutating func line(_ line: ArraySlice<UInt8>) {
        if let next = Mapping(header: line) {
            endMapping()
            mapping = next
        } else {
            mapping?.take(line)
        }
    }

    private mutating func endMapping() {
        guard let ended = mapping else { return }
        mapping = nil
        resident += ended.resident
        if ended.couldBeRAM && found.count < Self.mostMappings { found.append(ended) }
    }
}
