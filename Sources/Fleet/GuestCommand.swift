import QMP

/// The commands a tracker sends by itself; at most one of a kind is open.
enum GuestCommand: UInt64, CaseIterable {
    case name
    case status
    case memorySummary
    case memoryDevices
    case peripheral
    case peripheralAnon
    case balloon
    case deflateOnOOM
    case setInterval
    case getInterval
    case statistics
    case migration

    var tag: QMPTag { QMPTag(rawValue: rawValue) }
    var bit: UInt32 { 1 << UInt32(rawValue) }

    /// Tags from here on are balloon commands of the owner.
    static let firstOwnTag: UInt64 = 1 << 32

    /// What must be answered before the guest counts as read.
    static let setup: UInt32 = allCases.filter { ![.getInterval, .statistics, .migration].contains($0) }
        .reduce(0) { $0 | $1.bit }
    static let lists = peripheral.bit | peripheralAnon.bit

    // Encoded once for all guests.
    static let queryName = QMPRequest(QueryName())
    static let queryStatus = QMPRequest(QueryStatus())
    static let queryMemorySummary = QMPRequest(QueryMemorySizeSummary())
    static let queryMemoryDevices = QMPRequest(QueryMemoryDevices())
    static let listPeripheral = QMPRequest(QOMList(path: peripheralPath))
    static let listPeripheralAnon = QMPRequest(QOMList(path: peripheralAnonPath))
    static let queryBalloon = QMPRequest(QueryBalloon())
    static let queryMigrate = QMPRequest(QueryMigrate())

    static let peripheralPath = "/machine/peripheral"
    static let peripheralAnonPath = "/machine/peripheral-anon"
}
