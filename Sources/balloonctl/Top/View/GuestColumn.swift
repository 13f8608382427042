import BalloonKit
import ControlProtocol

/// A column of the table of guests.
enum GuestColumn: Int, CaseIterable, Hashable {
    case flags
    case name
    case state
    case trend
    case actual
    case target
    case workingSet
    case resident
    case floor
    case ceiling
    case bar
    case pin
    case moved
    case reason

    struct Placed: Hashable {
        var column: GuestColumn
        var start: Int
        var width: Int
    }

    var title: String {
        switch self {
        case .flags, .trend: ""
        case .name: "NAME"
        case .state: "STATE"
        case .actual: "ACTUAL"
        case .target: "TARGET"
        case .workingSet: "WSET"
        case .resident: "RSS"
        case .floor: "FLOOR"
        case .ceiling: "CEIL"
        case .bar: "MEMORY"
        case .pin: "PIN"
        case .moved: "MOVED"
        case .reason: "LAST REASON"
        }
    }

    /// The order that this column shows.
    var key: GuestOrder.Key? {
        switch self {
        case .flags: .attention
        case .name: .name
        case .state: .state
        case .actual: .actual
        case .target: .target
        case .workingSet: .workingSet
        case .resident: .resident
        case .floor: .floor
        case .ceiling: .maximum
        case .bar: .share
        case .pin: .pin
        case .moved: .moved
        case .trend, .reason: nil
        }
    }

    var isNumber: Bool {
        switch self {
        case .actual, .target, .workingSet, .resident, .floor, .ceiling, .moved: true
        default: false
        }
    }

    private var least: Int {
        switch self {
        case .flags: 2
        case .trend: 1
        case .name: 9
        case .state: 9
        case .actual, .target, .workingSet, .resident, .floor, .ceiling: 6
        case .bar: 10
        case .pin: 12
        case .moved: 6
        case .reason: 24
        }
    }

    /// Which columns a width has room for, and where: the most useful first, then name, bar and reason share the rest.
    ///
    /// - Parameter longestName: cells that the longest name shown takes.
    static func placed(in width: Int, longestName: Int) -> [Placed] {
        let byUse: [GuestColumn] = [
            .name, .actual, .flags, .trend, .bar, .state, .target, .workingSet, .resident, .pin, .floor, .ceiling,
            .reason, .moved,
        ]
        // What the other columns leave to name and bar, so that these stay of use.
        let kept = width / 5
        var chosen: [GuestColumn: Int] = [:]
        var used = 0
        for column in byUse {
            let needed = column.least + (chosen.isEmpty ? 0 : 1)
            let isCore = [.name, .actual, .flags, .trend, .bar].contains(column)
            guard used + needed <= (isCore ? width : width - kept) else { break }
            chosen[column] = column.least
            used += needed
        }
        var rest = max(0, width - used)
        func grow(_ column: GuestColumn, by most: Int) {
            guard let now = chosen[column] else { return }
            let more = min(rest, max(0, most))
            chosen[column] = now + more
            rest -= more
        }
        grow(
            .name, by: min(longestName, chosen[.bar] == nil ? longestName : max(12, width / 6)) - GuestColumn.name.least
        )
        grow(.bar, by: chosen[.reason] == nil ? rest : min(40, rest / 2))
        grow(.reason, by: rest)
        grow(.name, by: rest)
        var start = 0
        return allCases.compactMap { column in
            guard let width = chosen[column] else { return nil }
            defer { start += width + 1 }
            return Placed(column: column, start: start, width: width)
        }
    }
}
