import BalloonKit

/// What a round says of the pool, each value in the place that the hello named.
enum PoolColumn: String, CaseIterable {
    case cycle
    case time = "time_ns"
    case isPaused = "is_paused"
    case total = "total_bytes"
    case available = "available_bytes"
    case swapUsed = "swap_used_bytes"
    case swappedOut = "swapped_out_bytes"
    case pressureSome = "pressure_some"
    case pressureFull = "pressure_full"
    case oomKills = "oom_kills"
    case ksm
    case ksmHold = "ksm_hold"
    case clock
    case limit = "limit_bytes"
    case high = "high_bytes"
    case low = "low_bytes"
    case slope = "slope_bytes_per_second"
    case inFlight = "in_flight_bytes"
    case predicted = "predicted_bytes"
    case used = "used_bytes"
    case headroom = "headroom_bytes"
    case calmFor = "calm_for_ns"
    case heldRoom = "held_room_bytes"
    case roomToMake = "room_to_make_bytes"
    case usedAhead = "used_ahead_bytes"

    func write(_ briefing: Briefing, to writer: inout WireWriter) {
        let snapshot = briefing.snapshot
        switch self {
        case .cycle: writer.put(snapshot.cycle)
        case .time: writer.put(snapshot.time.sinceOrigin)
        case .isPaused: writer.put(snapshot.isPaused)
        case .total: writer.put(snapshot.pool.total)
        case .available: writer.put(snapshot.pool.available)
        case .swapUsed: writer.put(snapshot.pool.swapUsed)
        case .swappedOut: writer.put(snapshot.pool.swappedOut)
        case .pressureSome: writer.put(snapshot.pool.pressureSome)
        case .pressureFull: writer.put(snapshot.pool.pressureFull)
        case .oomKills: writer.put(snapshot.pool.oomKills)
        case .ksm: snapshot.pool.ksm.map { $0.write(to: &writer) } ?? writer.null()
        case .ksmHold: writer.put(snapshot.ksmOrder.hold?.rawValue)
        case .clock: snapshot.clock.map { $0.write(to: &writer) } ?? writer.null()
        case .limit: writer.put(briefing.watermarks.limit)
        case .high: writer.put(briefing.watermarks.high)
        case .low: writer.put(briefing.watermarks.low)
        case .slope: writer.put(briefing.forecast.slope)
        case .inFlight: writer.put(briefing.forecast.inFlight)
        case .predicted: writer.put(briefing.forecast.predicted)
        case .used: writer.put(briefing.forecast.used)
        case .headroom: writer.put(briefing.headroom)
        case .calmFor: writer.put(briefing.calmFor)
        case .heldRoom: writer.put(snapshot.heldRoom)
        case .roomToMake: writer.put(briefing.roomToMake)
        case .usedAhead: writer.put(briefing.usedAhead)
        }
    }

    func read(_ reader: inout WireReader, into briefing: inout Briefing) throws(WireError) {
        switch self {
        case .cycle: briefing.snapshot.cycle = try reader.natural() ?? 0
        case .time: briefing.snapshot.time = MonotonicTime(try reader.time() ?? .zero)
        case .isPaused: briefing.snapshot.isPaused = try reader.flag()
        case .total: briefing.snapshot.pool.total = try reader.amount() ?? .zero
        case .available: briefing.snapshot.pool.available = try reader.amount() ?? .zero
        case .swapUsed: briefing.snapshot.pool.swapUsed = try reader.amount()
        case .swappedOut: briefing.snapshot.pool.swappedOut = try reader.amount()
        case .pressureSome: briefing.snapshot.pool.pressureSome = try reader.real()
        case .pressureFull: briefing.snapshot.pool.pressureFull = try reader.real()
        case .oomKills: briefing.snapshot.pool.oomKills = try reader.natural()
        case .ksm: briefing.snapshot.pool.ksm = try KSMSample(&reader)
        case .ksmHold:
            briefing.snapshot.ksmOrder.hold = try reader.optionalText().flatMap(KSMOrder.Hold.init)
        case .clock: briefing.snapshot.clock = try WallClock(&reader)
        case .limit: briefing.watermarks.limit = try reader.amount() ?? .zero
        case .high: briefing.watermarks.high = try reader.amount() ?? .zero
        case .low: briefing.watermarks.low = try reader.amount() ?? .zero
        case .slope: briefing.forecast.slope = try reader.amount() ?? .zero
        case .inFlight: briefing.forecast.inFlight = try reader.amount() ?? .zero
        case .predicted: briefing.forecast.predicted = try reader.amount() ?? .zero
        case .used: briefing.forecast.used = try reader.amount() ?? .zero
        case .headroom: briefing.headroom = try reader.amount() ?? .zero
        case .calmFor: briefing.calmFor = try reader.time()
        case .heldRoom: briefing.snapshot.heldRoom = try reader.amount() ?? .zero
        case .roomToMake: briefing.roomToMake = try reader.amount() ?? .zero
        case .usedAhead: briefing.usedAhead = try reader.amount() ?? .zero
        }
    }
}
