import BalloonKit

/// What is mostly as it was in the round before, and then not said again: half of what there is to say about a guest.
enum SteadyColumn: String, CaseIterable {
    case name
    case state
    case stateReason = "state_reason"
    case isRunning = "is_running"
    case maximum = "maximum_bytes"
    case target = "target_bytes"
    case statisticsInterval = "stats_interval_ns"
    case deflatesOnOOM = "deflates_on_oom"
    case pid
    case traits
    case floor = "floor_bytes"
    case ceiling = "ceiling_bytes"
    case shares
    case pin
    case isPaused = "is_paused"
    case annotations
    case leastTarget = "least_target_bytes"
    case mostTarget = "most_target_bytes"
}

extension SteadyColumn {
    func write(_ guest: Snapshot.Guest, _ assessment: GuestAssessment, to writer: inout WireWriter) {
        switch self {
        case .name: writer.put(guest.sample.name)
        case .state: writer.put(guest.sample.state.rawValue)
        case .stateReason: writer.put(guest.sample.stateReason)
        case .isRunning: writer.put(guest.sample.isRunning)
        case .maximum: writer.put(guest.sample.maximum)
        case .target: writer.put(guest.sample.target)
        case .statisticsInterval: writer.put(guest.sample.statisticsInterval)
        case .deflatesOnOOM: writer.put(guest.sample.deflatesOnOOM)
        case .pid: writer.put(guest.sample.pid.map(Int64.init))
        case .traits: guest.sample.traits.map { $0.write(to: &writer) } ?? writer.null()
        case .floor: writer.put(guest.limits.floor)
        case .ceiling: writer.put(guest.limits.ceiling)
        case .shares: writer.put(Int64(guest.limits.shares))
        case .pin: guest.pin.map { $0.write(to: &writer) } ?? writer.null()
        case .isPaused: writer.put(guest.isPaused)
        case .annotations: writer.put(guest.annotations)
        case .leastTarget: writer.put(assessment.floor)
        case .mostTarget: writer.put(assessment.ceiling)
        }
    }

    func read(
        _ reader: inout WireReader, into guest: inout Snapshot.Guest, _ assessment: inout GuestAssessment
    ) throws(WireError) {
        switch self {
        case .name:
            let name = try reader.text()
            guest.sample.name = name
            assessment.name = name
        case .state: guest.sample.state = GuestState(rawValue: try reader.text()) ?? .unmanaged
        case .stateReason: guest.sample.stateReason = try reader.text()
        case .isRunning: guest.sample.isRunning = try reader.flag()
        case .maximum: guest.sample.maximum = try reader.amount()
        case .target: guest.sample.target = try reader.amount()
        case .statisticsInterval: guest.sample.statisticsInterval = try reader.time() ?? .zero
        case .deflatesOnOOM: guest.sample.deflatesOnOOM = try reader.flag()
        case .pid: guest.sample.pid = try reader.integer().flatMap { Int32(exactly: $0) }
        case .traits: guest.sample.traits = try MemoryTraits(&reader)
        case .floor: guest.limits.floor = try reader.amount() ?? .zero
        case .ceiling: guest.limits.ceiling = try reader.amount()
        case .shares: guest.limits.shares = Int(clamping: try reader.integer() ?? 0)
        case .pin: guest.pin = try Pin(&reader)
        case .isPaused: guest.isPaused = try reader.flag()
        case .annotations: guest.annotations = try reader.annotations()
        case .leastTarget: assessment.floor = try reader.amount()
        case .mostTarget: assessment.ceiling = try reader.amount()
        }
    }
}

extension SteadyColumn {
    /// Whether all of them would be written alike. Texts and annotations of a guest that is the same are the same memory, and
    /// cost no comparison.
    static func areSame(
        _ guest: Snapshot.Guest, _ assessment: GuestAssessment,
        as oldGuest: Snapshot.Guest, _ oldAssessment: GuestAssessment
    ) -> Bool {
        guard guest.sample.name == oldGuest.sample.name, guest.sample.state == oldGuest.sample.state,
            guest.sample.stateReason == oldGuest.sample.stateReason,
            guest.sample.isRunning == oldGuest.sample.isRunning, guest.sample.maximum == oldGuest.sample.maximum,
            guest.sample.target == oldGuest.sample.target,
            guest.sample.statisticsInterval == oldGuest.sample.statisticsInterval,
            guest.sample.deflatesOnOOM == oldGuest.sample.deflatesOnOOM, guest.sample.pid == oldGuest.sample.pid,
            guest.sample.traits == oldGuest.sample.traits
        else { return false }
        return guest.limits == oldGuest.limits && guest.pin == oldGuest.pin && guest.isPaused == oldGuest.isPaused
            && guest.annotations == oldGuest.annotations && assessment.floor == oldAssessment.floor
            && assessment.ceiling == oldAssessment.ceiling
    }
}

extension WireWriter {
    fileprivate mutating func put(_ annotations: [String: String]) {
        guard !annotations.isEmpty else { return null() }
        object { writer in
            // In no order, which would cost more than all numbers of a guest: who reads it makes a dictionary of it.
            for (key, value) in annotations {
                writer.key(key)
                writer.put(value)
            }
        }
    }
}

extension WireReader {
    fileprivate mutating func annotations() throws(WireError) -> [String: String] {
        guard try !null() else { return [:] }
        var annotations: [String: String] = [:]
        try object { reader, key throws(WireError) in annotations[key] = try reader.text() }
        return annotations
    }
}
