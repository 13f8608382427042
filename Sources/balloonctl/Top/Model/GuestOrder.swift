import BalloonKit
import ControlProtocol

/// In which order guests stand.
struct GuestOrder: Hashable {
    enum Key: String, CaseIterable, Hashable {
        /// Guests in distress first, then those in a bad state, then by name.
        case attention
        case name
        case state
        case actual
        case target
        case workingSet = "working-set"
        case resident
        case idle
        case floor
        case maximum
        /// Actual as a share of maximum: who has been taken most from.
        case share
        case pin
        /// Who was moved last.
        case moved

        /// Largest first where that is what one looks for.
        var startsDescending: Bool {
            switch self {
            case .actual, .target, .workingSet, .resident, .idle, .floor, .maximum, .pin: true
            case .attention, .name, .state, .share, .moved: false
            }
        }
    }

    var key = Key.attention
    /// Against the direction that the key has by itself.
    var isReversed = false

    var isDescending: Bool { key.startsDescending != isReversed }

    /// The next key, or the one before it.
    mutating func step(_ steps: Int) {
        let keys = Key.allCases
        let index = (keys.firstIndex(of: key) ?? 0) + steps
        key = keys[((index % keys.count) + keys.count) % keys.count]
        isReversed = false
    }

    /// What is not known stands last in either direction, and equals stand by name.
    func sorted(_ guests: [GuestReport]) -> [GuestReport] {
        if key == .name {
            let sorted = guests.sorted { $0.name < $1.name }
            return isDescending ? sorted.reversed() : sorted
        }
        // Places are sorted, not reports: those are large.
        let ranks = guests.map(rank)
        return guests.indices.sorted { left, right in
            switch (ranks[left], ranks[right]) {
            case (let one?, let other?) where one != other: isDescending ? one > other : one < other
            case (_?, nil): true
            case (nil, _?): false
            default: guests[left].name < guests[right].name
            }
        }.map { guests[$0] }
    }

    private func rank(_ guest: GuestReport) -> Double? {
        func bytes(_ amount: ByteCount?) -> Double? { amount.map { Double($0.bytes) } }
        switch key {
        case .attention: return Double(Self.attention(guest))
        case .name: return nil
        case .state: return Double(Self.state(guest.state))
        case .actual: return bytes(guest.actual)
        case .target: return bytes(guest.target)
        case .workingSet: return bytes(guest.workingSet)
        case .resident: return bytes(guest.resident)
        case .idle: return bytes(guest.idle)
        case .floor: return bytes(guest.floor)
        case .maximum: return bytes(guest.maximum)
        case .share: return guest.actual.flatMap { actual in guest.maximum.map { actual.fraction(of: $0) } }
        case .pin: return bytes(guest.pin?.target)
        case .moved: return guest.lastMove?.inSeconds
        }
    }

    private static func attention(_ guest: GuestReport) -> Int { guest.isInDistress ? 0 : 1 + state(guest.state) }

    /// The worst first.
    private static func state(_ state: String) -> Int {
        switch state {
        case "silent": 0
        case "socket-busy": 1
        case "stale": 2
        case "connecting": 3
        case "gone": 4
        case "unmanaged": 5
        case "fresh": 7
        default: 6
        }
    }
}
