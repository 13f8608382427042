import BalloonKit
import ControlProtocol

extension ExpositionWriter {
    /// Guests by state, and how many need help.
    mutating func addGuestCounts(_ status: StatusReport, _ guests: [GuestReport]) {
        begin("balloond_guests", .gauge, "Guests in each state.")
        let known = GuestState.allCases.map(\.rawValue)
        for state in known + status.guests.keys.filter({ !known.contains($0) }).sorted() {
            add(Int64(status.guests[state] ?? 0), labels: Self.labels(["state": state]))
        }
        begin("balloond_guests_in_distress", .gauge, "Guests that are short of memory inside.")
        add(Int64(guests.count { $0.isInDistress }))
    }

    /// One sample a guest in each family.
    mutating func addGuests(_ guests: [GuestReport]) {
        var seen: Set<String> = []
        let rows = guests.filter { seen.insert($0.name).inserted }.map {
            (guest: $0, labels: Self.labels(["guest": $0.name]))
        }
        guard !rows.isEmpty else { return }
        begin("balloond_guest_state", .gauge, "1 for the state that the guest is in; its other states are absent.")
        for (guest, _) in rows { add(Int64(1), labels: Self.labels(["guest": guest.name, "state": guest.state])) }
        for (name, help, value) in Self.sizes {
            begin("balloond_guest_\(name)_bytes", .gauge, help)
            for row in rows { add(row.guest[keyPath: value], labels: row.labels) }
        }
        begin("balloond_guest_statistics_age_seconds", .gauge, "Since the guest's driver last told its statistics.")
        for row in rows { add(row.guest.statisticsAge, labels: row.labels) }
        begin("balloond_guest_shares", .gauge, "Its weight in the division of scarce memory.")
        for row in rows { add(row.guest.shares.map { Int64($0) }, labels: row.labels) }
        begin("balloond_guest_pin_target_bytes", .gauge, "What an operator has pinned it at; absent without a pin.")
        for row in rows { add(row.guest.pin?.target, labels: row.labels) }
        for (name, help, value) in Self.flags {
            begin("balloond_guest_\(name)", .gauge, help)
            for row in rows { add(value(row.guest), labels: row.labels) }
        }
    }

    private typealias Size = (name: String, help: String, value: KeyPath<GuestReport, ByteCount?> & Sendable)
    private typealias Flag = (name: String, help: String, value: @Sendable (GuestReport) -> Bool?)

    private static let sizes: [Size] = [
        ("actual", "Memory that the guest sees.", \.actual),
        ("target", "What was asked of it last.", \.target),
        ("maximum", "Memory that it was started with.", \.maximum),
        ("floor", "It is never squeezed below it.", \.floor),
        ("ceiling", "It is never grown above it.", \.ceiling),
        ("available", "What it could have without swapping, as its kernel says.", \.available),
        ("working_set", "What it needs now: actual less available.", \.workingSet),
        ("reserve", "What it keeps beyond its working set.", \.reserve),
        ("idle", "What it holds beyond working set and reserve.", \.idle),
        ("resident", "What its QEMU holds of the host.", \.resident),
    ]

    private static let flags: [Flag] = [
        ("running", "1 while its processors run.", { $0.isRunning }),
        ("distress", "1 while it is short of memory inside.", { $0.isInDistress }),
        ("cannot_give", "1 when its balloon frees nothing on the host.", { $0.cannotGive }),
        ("paused", "1 while an operator has taken it out of automatic control.", { $0.isPaused }),
    ]
}
