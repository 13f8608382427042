import Glibc

/// Reads the answer to `guest-stats` straight from its line, without a tree: it is most of what arrives.
///
/// Knows one shape, QEMU's: `{"return": {"stats": {KEY: INTEGER, …}, "last-update": INTEGER}}`, members in any order, blanks
/// anywhere, each known key at most once. Everything else, valid or not, is left to jansson and to ``GuestStatsReply``'s
/// own reading of its tree: a scan agrees with them or says nothing. QEMU's all-ones mark reads as absent at once.
struct GuestStatsScanner {
    private let line: UnsafeRawBufferPointer
    private var position = 0
    private var reply = GuestStatsReply(lastUpdate: -1)

    /// - Returns: nil for any line of another shape.
    static func scan(_ line: UnsafeRawBufferPointer) -> GuestStatsReply? {
        var scanner = GuestStatsScanner(line: line)
        return scanner.readsAnswer() ? scanner.reply : nil
    }

    private init(line: UnsafeRawBufferPointer) { self.line = line }

    private mutating func readsAnswer() -> Bool {
        guard take("{"), key()?.is("return") == true, readsReply(), take("}") else { return false }
        skipBlanks()
        return position == line.count
    }

    private mutating func readsReply() -> Bool {
        guard take("{") else { return false }
        var hasStatistics = false
        repeat {
            guard let key = key() else { return false }
            if !hasStatistics, key.is("stats") {
                guard readsStatistics() else { return false }
                hasStatistics = true
            } else {
                guard reply.lastUpdate < 0, key.is("last-update"), let time = number().flatMap(Int64.init(exactly:))
                else { return false }
                reply.lastUpdate = time
            }
        } while take(",")
        return hasStatistics && reply.lastUpdate >= 0 && take("}")
    }

    private mutating func readsStatistics() -> Bool {
        guard take("{") else { return false }
        if take("}") { return true }
        var seen: UInt32 = 0
        repeat {
            guard let key = key(), let field = GuestStatsField(key), seen & field.bit == 0, let number = number()
            else { return false }
            seen |= field.bit
            if number != .max { reply.set(field, to: number) }
        } while take(",")
        return take("}")
    }

    // MARK: Pieces

    private mutating func skipBlanks() {
        while position < line.count, line[position] == UInt8(ascii: " ") || line[position] == UInt8(ascii: "\t") {
            position += 1
        }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < line.count, line[position] == UInt8(ascii: wanted) else { return false }
        position += 1
        return true
    }

    /// A key with its colon, lent from the line. One with an escape in it matches nothing.
    private mutating func key() -> UnsafeRawBufferPointer? {
        guard take("\"") else { return nil }
        let start = position
        while position < line.count, line[position] != UInt8(ascii: "\"") { position += 1 }
        guard position < line.count else { return nil }
        let key = UnsafeRawBufferPointer(rebasing: line[start..<position])
        position += 1
        return take(":") ? key : nil
    }

    /// An integer below 2^53, or the all-ones mark; what lies between them is read in one of two ways by jansson.
    private mutating func number() -> UInt64? {
        skipBlanks()
        let start = position
        var number: UInt64 = 0
        while position < line.count, case let digit = line[position] &- UInt8(ascii: "0"), digit <= 9 {
            let (tenfold, isTooMuch) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tenfold.addingReportingOverflow(UInt64(digit))
            guard !isTooMuch, !overflow else { return nil }
            number = sum
            position += 1
        }
        let length = position - start
        guard length > 0, length == 1 || line[start] != UInt8(ascii: "0") else { return nil }
        return number < 1 << 53 || number == .max ? number : nil
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func `is`(_ text: StaticString) -> Bool {
        guard let baseAddress, count == text.utf8CodeUnitCount, text.hasPointerRepresentation else { return false }
        return memcmp(baseAddress, text.utf8Start, count) == 0
    }
}

/// A statistic that QEMU names.
private enum GuestStatsField: UInt32 {
    case swapIn, swapOut, oomKills, freeMemory, diskCaches, hugetlbFailures, asyncScans, majorFaults, minorFaults
    case totalMemory, hugetlbAllocations, allocStalls, directScans, asyncReclaims, directReclaims, availableMemory

    var bit: UInt32 { 1 << rawValue }

    /// Length and first letters leave one candidate, so one comparison is enough.
    init?(_ key: UnsafeRawBufferPointer) {
        guard key.count >= 12 else { return nil }
        let candidate: (GuestStatsField, StaticString)
        switch (key.count, Unicode.Scalar(key[5])) {
        case (12, _): candidate = (.swapIn, "stat-swap-in")
        case (13, _): candidate = (.swapOut, "stat-swap-out")
        case (14, _): candidate = (.oomKills, "stat-oom-kills")
        case (16, "f"): candidate = (.freeMemory, "stat-free-memory")
        case (16, "d"): candidate = (.diskCaches, "stat-disk-caches")
        case (16, "h"): candidate = (.hugetlbFailures, "stat-htlb-pgfail")
        case (16, "a"): candidate = (.asyncScans, "stat-async-scans")
        case (17, "m") where key[6] == UInt8(ascii: "a"): candidate = (.majorFaults, "stat-major-faults")
        case (17, "m"): candidate = (.minorFaults, "stat-minor-faults")
        case (17, "t"): candidate = (.totalMemory, "stat-total-memory")
        case (17, "h"): candidate = (.hugetlbAllocations, "stat-htlb-pgalloc")
        case (17, "a"): candidate = (.allocStalls, "stat-alloc-stalls")
        case (17, "d"): candidate = (.directScans, "stat-direct-scans")
        case (19, _): candidate = (.asyncReclaims, "stat-async-reclaims")
        case (20, _): candidate = (.directReclaims, "stat-direct-reclaims")
        case (21, _): candidate = (.availableMemory, "stat-available-memory")
        default: return nil
        }
        guard key.is(candidate.1) else { return nil }
        self = candidate.0
    }
}

extension GuestStatsReply {
    fileprivate mutating func set(_ field: GuestStatsField, to number: UInt64) {
        switch field {
        case .swapIn: swapIn = number
        case .swapOut: swapOut = number
        case .oomKills: oomKills = number
        case .freeMemory: freeMemory = number
        case .diskCaches: diskCaches = number
        case .hugetlbFailures: hugetlbFailures = number
        case .asyncScans: asyncScans = number
        case .majorFaults: majorFaults = number
        case .minorFaults: minorFaults = number
        case .totalMemory: totalMemory = number
        case .hugetlbAllocations: hugetlbAllocations = number
        case .allocStalls: allocStalls = number
        case .directScans: directScans = number
        case .asyncReclaims: asyncReclaims = number
        case .directReclaims: directReclaims = number
        case .availableMemory: availableMemory = number
        }
    }
}
