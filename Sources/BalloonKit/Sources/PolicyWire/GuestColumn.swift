import BalloonKit

/// What a round says of each guest anew, each value in the place that the hello named.
enum GuestColumn: String, CaseIterable {
    case actual = "actual_bytes"
    case measuredResident = "measured_resident_bytes"
    case merged = "merged_bytes"
    case statisticsUpdates = "stats_updates"
    case statisticsAge = "stats_age_ns"
    case reported
    case isMovable = "is_movable"
    case canGive = "can_give"
    case isSpent = "is_spent"
    case resident = "resident_bytes"
    case workingSet = "working_set_bytes"
    case reserve = "reserve_bytes"
    case burstRate = "burst_bytes_per_second"
    case idle = "idle_bytes"
    case kept = "kept_bytes"
    case yield = "yield_millionths"
    case shortage = "shortage_bytes"
    case isInDistress = "is_in_distress"
}

extension GuestColumn {
    func write(_ guest: Snapshot.Guest, _ assessment: GuestAssessment, to writer: inout WireWriter) {
        switch self {
        case .actual: writer.put(guest.sample.actual)
        case .measuredResident: writer.put(guest.sample.resident)
        case .merged: writer.put(guest.sample.merged)
        case .statisticsUpdates: writer.put(guest.sample.statisticsUpdates)
        case .statisticsAge: writer.put(guest.sample.statisticsAge)
        case .reported: guest.sample.reported.map { $0.write(to: &writer) } ?? writer.null()
        case .isMovable: writer.put(assessment.isMovable)
        case .canGive: writer.put(assessment.canGive)
        case .isSpent: writer.put(assessment.isSpent)
        case .resident: writer.put(assessment.resident)
        case .workingSet: writer.put(assessment.workingSet)
        case .reserve: writer.put(assessment.reserve)
        case .burstRate: writer.put(assessment.burstRate)
        case .idle: writer.put(assessment.idle)
        case .kept: writer.put(assessment.kept)
        case .yield: writer.put(Int64(millionths: assessment.yield))
        case .shortage: writer.put(assessment.shortage)
        case .isInDistress: writer.put(assessment.isInDistress)
        }
    }

    func read(
        _ reader: inout WireReader, into guest: inout Snapshot.Guest, _ assessment: inout GuestAssessment
    ) throws(WireError) {
        switch self {
        case .actual: guest.sample.actual = try reader.amount()
        case .measuredResident: guest.sample.resident = try reader.amount()
        case .merged: guest.sample.merged = try reader.amount()
        case .statisticsUpdates: guest.sample.statisticsUpdates = try reader.natural() ?? 0
        case .statisticsAge: guest.sample.statisticsAge = try reader.time()
        case .reported: guest.sample.reported = try ReportedStatistics(&reader)
        case .isMovable: assessment.isMovable = try reader.flag()
        case .canGive: assessment.canGive = try reader.flag()
        case .isSpent: assessment.isSpent = try reader.flag()
        case .resident: assessment.resident = try reader.amount()
        case .workingSet: assessment.workingSet = try reader.amount()
        case .reserve: assessment.reserve = try reader.amount() ?? .zero
        case .burstRate: assessment.burstRate = try reader.amount() ?? .zero
        case .idle: assessment.idle = try reader.amount() ?? .zero
        case .kept: assessment.kept = try reader.amount() ?? .zero
        case .yield: assessment.yield = Double(try reader.integer() ?? 1_000_000) / 1_000_000
        case .shortage: assessment.shortage = try reader.amount() ?? .zero
        case .isInDistress: assessment.isInDistress = try reader.flag()
        }
    }
}

extension Int64 {
    /// A share in whole millionths: a tenth of what it takes to write a fraction out.
    fileprivate init(millionths share: Double) { self = Int64(exactly: (share * 1_000_000).rounded()) ?? 1_000_000 }
}
