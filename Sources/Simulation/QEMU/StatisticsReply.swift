import BalloonKit

/// The line that answers `guest-stats`, kept from report to report: numbers that keep their width are changed in place,
/// and only when they differ.
struct StatisticsReply: Sendable {
    private struct Field: Sendable {
        var value: UInt64
        var offset = 0
        var width = 0
    }

    /// With CR LF, as QEMU ends its lines.
    private(set) var bytes: [UInt8] = []
    private var fields: [Field]
    private var isBuilt = false

    /// QEMU's mark for what a driver does not report.
    static let absent = UInt64.max

    /// In the order of QEMU 7.2.
    private static let texts: [[UInt8]] =
        [
            #"{"return": {"stats": {"stat-htlb-pgalloc": "#, #", "stat-swap-out": "#, #", "stat-available-memory": "#,
            #", "stat-htlb-pgfail": "#, #", "stat-free-memory": "#, #", "stat-minor-faults": "#,
            #", "stat-major-faults": "#, #", "stat-total-memory": "#, #", "stat-swap-in": "#,
            #", "stat-disk-caches": "#, #"}, "last-update": "#,
        ].map { Array($0.utf8) }

    /// Of a device that no driver has reported to.
    init() { fields = (0..<11).map { Field(value: $0 == 10 ? 0 : Self.absent) } }

    /// - Parameters:
    ///   - statistics: What the driver says; what is nil in it is absent.
    ///   - available: What it says of available memory instead, for a liar.
    ///   - lastUpdate: Seconds since 1970.
    mutating func set(_ statistics: ReportedStatistics, available: UInt64?, lastUpdate: Int64) {
        put(0, 0)
        put(1, statistics.swapOut)
        put(2, available ?? Self.number(statistics.available))
        put(3, 0)
        put(4, statistics.free)
        put(5, statistics.minorFaults ?? Self.absent)
        put(6, statistics.majorFaults ?? Self.absent)
        put(7, statistics.total)
        put(8, statistics.swapIn)
        put(9, statistics.diskCaches)
        put(10, UInt64(clamping: lastUpdate))
    }

    /// Makes ``bytes`` say what was set.
    mutating func build() {
        guard !isBuilt else { return }
        isBuilt = true
        bytes.removeAll(keepingCapacity: true)
        for index in fields.indices {
            bytes.append(contentsOf: Self.texts[index])
            fields[index].offset = bytes.count
            fields[index].width = Self.width(of: fields[index].value)
            bytes.append(contentsOf: repeatElement(0, count: fields[index].width))
            write(index)
        }
        bytes.append(contentsOf: "}}\r\n".utf8)
    }

    private static func number(_ amount: ByteCount?) -> UInt64 { amount.map { UInt64(clamping: $0.bytes) } ?? absent }

    private mutating func put(_ index: Int, _ amount: ByteCount?) { put(index, Self.number(amount)) }

    private mutating func put(_ index: Int, _ value: UInt64) {
        guard fields[index].value != value else { return }
        fields[index].value = value
        // JSON has no leading zeros: another width moves all that follows.
        if isBuilt, Self.width(of: value) == fields[index].width { write(index) } else { isBuilt = false }
    }

    private mutating func write(_ index: Int) {
        var rest = fields[index].value
        var place = fields[index].offset + fields[index].width
        while place > fields[index].offset {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
    }

    private static func width(of value: UInt64) -> Int {
        var width = 1
        var bound: UInt64 = 10
        while value >= bound {
            width += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { return width }
            bound = next
        }
        return width
    }
}
