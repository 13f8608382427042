public import BalloonKit

/// Reads what the daemon says, in the plugin's process.
public struct RoundDecoder {
    private var pool: [PoolColumn?] = []
    private var steady: [SteadyColumn?] = []
    private var guests: [GuestColumn?] = []
    /// The round before: what is steady is not said again.
    private var before: Briefing = .blank

    public init() {}

    /// The daemon's interface number and the knobs that were set. Remembers what columns mean.
    ///
    /// - Throws: ``WireError`` for anything but a hello.
    public mutating func hello(_ message: [UInt8]) throws(WireError) -> (api: UInt32, knobs: [String: Double]) {
        var reader = WireReader(message)
        try reader.open()
        guard try reader.text() == "hello" else { throw WireError(position: 1, expected: "hello") }
        try reader.comma()
        var api: UInt32 = 0
        var knobs: [String: Double] = [:]
        var poolNames: [String] = []
        var steadyNames: [String] = []
        var guestNames: [String] = []
        try reader.object { reader, key throws(WireError) in
            switch key {
            case "api": api = UInt32(clamping: try reader.natural() ?? 0)
            case "pool": try reader.array { reader throws(WireError) in poolNames.append(try reader.text()) }
            case "steady": try reader.array { reader throws(WireError) in steadyNames.append(try reader.text()) }
            case "guests": try reader.array { reader throws(WireError) in guestNames.append(try reader.text()) }
            case "knobs":
                try reader.object { reader, name throws(WireError) in knobs[name] = try reader.real() }
            default: try reader.skip()
            }
        }
        try reader.close()
        pool = poolNames.map(PoolColumn.init)
        steady = steadyNames.map(SteadyColumn.init)
        guests = guestNames.map(GuestColumn.init)
        return (api, knobs)
    }

    /// - Throws: ``WireError`` for anything but a round, and for a row that is longer or shorter than the hello said.
    public mutating func round(_ message: [UInt8]) throws(WireError) -> (number: UInt64, briefing: Briefing) {
        var reader = WireReader(message)
        try reader.open()
        guard try reader.text() == "round" else { throw WireError(position: 1, expected: "round") }
        try reader.comma()
        let number = try reader.natural() ?? 0
        try reader.comma()
        var briefing = Briefing.blank
        try row(pool, &reader) { column, reader throws(WireError) in try column.read(&reader, into: &briefing) }
        try reader.comma()
        try readGuests(&reader, into: &briefing)
        try reader.close()
        before = briefing
        return (number, briefing)
    }

    private func readGuests(_ reader: inout WireReader, into briefing: inout Briefing) throws(WireError) {
        var people: [Snapshot.Guest] = []
        var assessments: [GuestAssessment] = []
        people.reserveCapacity(before.snapshot.guests.count)
        assessments.reserveCapacity(before.snapshot.guests.count)
        try reader.array { reader throws(WireError) in
            var guest = Snapshot.Guest(sample: GuestSample(name: "", state: .gone))
            var assessment = GuestAssessment(name: "")
            try reader.open()
            if reader.isZero() {
                guard people.count < before.snapshot.guests.count else { throw reader.failure("a guest's steady part") }
                guest = before.snapshot.guests[people.count]
                assessment = before.assessments[people.count]
            } else {
                try Self.row(steady, &reader) { column, reader throws(WireError) in
                    try column.read(&reader, into: &guest, &assessment)
                }
            }
            for column in guests {
                try reader.comma()
                if let column { try column.read(&reader, into: &guest, &assessment) } else { try reader.skip() }
            }
            try reader.close()
            people.append(guest)
            assessments.append(assessment)
        }
        briefing.snapshot.guests = people
        briefing.assessments = assessments
    }

    private func row<Column>(
        _ columns: [Column?], _ reader: inout WireReader,
        _ read: (Column, inout WireReader) throws(WireError) -> Void
    ) throws(WireError) { try Self.row(columns, &reader, read) }

    private static func row<Column>(
        _ columns: [Column?], _ reader: inout WireReader,
        _ read: (Column, inout WireReader) throws(WireError) -> Void
    ) throws(WireError) {
        try reader.open()
        var isFirst = true
        for column in columns {
            if !isFirst { try reader.comma() }
            isFirst = false
            if let column { try read(column, &reader) } else { try reader.skip() }
        }
        try reader.close()
    }
}

extension Briefing {
    fileprivate static var blank: Briefing {
        Briefing(
            snapshot: Snapshot(
                cycle: 0, time: .origin, pool: PoolSample(total: .zero, available: .zero), guests: []),
            forecast: Forecast(used: .zero, slope: .zero, inFlight: .zero, predicted: .zero),
            watermarks: Watermarks(limit: .zero, high: .zero, low: .zero), assessments: [])
    }
}
