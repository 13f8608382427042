import ControlProtocol

/// Which rows of the screen are whose: the less room, the fewer there are, and guests go last.
struct TopPlan: Hashable {
    static let smallestWidth = 20
    static let smallestHeight = 5
    /// From here on figures and graph stand beside each other.
    private static let wideWidth = 110

    let size: Frame.Size
    /// Figures on the left, graph on the right.
    let isWide: Bool
    /// Where the pool's rows begin: after the line at the top.
    let poolTop = 1
    /// The bar of usage; in a wide view it is one of the figures.
    let hasBar: Bool
    let factRows: Int
    let graphRows: Int
    let alarmRows: Int
    let hasTableHead: Bool
    let hasFoot: Bool

    init(_ state: TopState) {
        size = state.size
        let (width, height) = (size.width, size.height)
        hasFoot = height >= 6
        hasTableHead = height >= 7
        isWide = width >= Self.wideWidth && height >= 18
        hasBar = !isWide && height >= 4
        alarmRows = min(state.status?.alarms.count ?? 0, height >= 24 ? 3 : height >= 10 ? 1 : 0)
        let fixed = 1 + (hasBar ? 1 : 0) + (hasFoot ? 1 : 0) + (hasTableHead ? 1 : 0) + alarmRows
        let guests = max(3, state.guests.count)
        if isWide {
            let least = PoolFacts.mostRows
            let spare = max(0, height - fixed - least - guests)
            factRows = least
            graphRows = min(least + spare, max(least, height / 3))
        } else {
            factRows = height < 8 ? 0 : height < 12 ? 1 : height < 16 ? 2 : 3
            let least = height < 20 ? 0 : min(8, max(3, height / 6))
            let spare = max(0, height - fixed - factRows - least - guests)
            graphRows = least == 0 ? 0 : min(least + spare, max(least, height / 3))
        }
    }

    var poolRows: Int { (hasBar ? 1 : 0) + (isWide ? max(factRows, graphRows) : factRows + graphRows) }
    var alarmTop: Int { poolTop + poolRows }
    var tableHead: Int { alarmTop + alarmRows }
    var tableTop: Int { tableHead + (hasTableHead ? 1 : 0) }
    var foot: Int { size.height - 1 }
    var tableRows: Int { max(0, size.height - tableTop - (hasFoot ? 1 : 0)) }

    static func isTooSmall(_ size: Frame.Size) -> Bool { size.width < smallestWidth || size.height < smallestHeight }
}
