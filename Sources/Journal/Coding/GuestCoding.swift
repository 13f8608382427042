import BalloonKit
import QMP

extension Snapshot.Guest {
    /// Everything about the guest, flat, so that a record of changes is short.
    var record: JSONObject {
        var writer = RecordWriter(capacity: 36)
        sample.write(to: &writer)
        writer.put("floor_bytes", limits.floor)
        writer.put("ceiling_bytes", limits.ceiling)
        writer.put("shares", .integer(Int64(limits.shares)))
        if let pin {
            writer.put("pin_bytes", pin.target)
            writer.put("pin_reason", pin.reason)
            writer.put("pin_set_by", pin.setBy)
            writer.put("pin_remaining_ns", pin.remaining)
        }
        writer.put("is_paused", isPaused)
        if !annotations.isEmpty {
            let members = annotations.sorted { $0.key < $1.key }.map { ($0.key, JSONValue(text: $0.value)) }
            writer.put("annotations", .object(JSONObject(distinct: members)))
        }
        return writer.object
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        let sample = try GuestSample(&fields)
        let limits = GuestLimits(
            floor: try fields.needBytes("floor_bytes"), ceiling: try fields.bytes("ceiling_bytes"),
            shares: Int(clamping: try fields.needInteger("shares")))
        self.init(sample: sample, limits: limits, pin: nil, isPaused: try fields.flag("is_paused"))
        let notes = try fields.read("annotations") { $0.object }
        for (key, value) in notes?.members ?? [] { annotations[key] = value.string }
        if let target = try fields.bytes("pin_bytes") {
            pin = Pin(
                target: target, reason: try fields.text("pin_reason"), setBy: try fields.needText("pin_set_by"),
                remaining: try fields.time("pin_remaining_ns"))
        }
    }
}

extension GuestSample {
    fileprivate func write(to writer: inout RecordWriter) {
        writer.put("name", name)
        writer.put("state", state.rawValue)
        writer.put("state_reason", stateReason)
        writer.put("is_running", isRunning)
        writer.put("actual_bytes", actual)
        writer.put("maximum_bytes", maximum)
        writer.put("target_bytes", target)
        writer.put("resident_bytes", resident)
        writer.put("merged_bytes", merged)
        writer.put("stats_updates", statisticsUpdates)
        writer.put("stats_age_ns", statisticsAge)
        writer.put("stats_interval_ns", statisticsInterval)
        writer.put("deflates_on_oom", deflatesOnOOM)
        writer.put("pid", pid.map { .integer(Int64($0)) })
        traits?.write(to: &writer)
        reported?.write(to: &writer)
    }

    fileprivate init(_ fields: inout RecordFields) throws(JournalError) {
        self.init(name: try fields.needText("name"), state: try fields.needWord("state"))
        stateReason = try fields.text("state_reason") ?? ""
        isRunning = try fields.flag("is_running")
        actual = try fields.bytes("actual_bytes")
        maximum = try fields.bytes("maximum_bytes")
        target = try fields.bytes("target_bytes")
        resident = try fields.bytes("resident_bytes")
        merged = try fields.bytes("merged_bytes")
        statisticsUpdates = try fields.count("stats_updates") ?? 0
        statisticsAge = try fields.time("stats_age_ns")
        statisticsInterval = try fields.needTime("stats_interval_ns")
        deflatesOnOOM = try fields.flag("deflates_on_oom")
        pid = try fields.read("pid") { $0.int64.flatMap { Int32(exactly: $0) } }
        traits = try MemoryTraits(&fields)
        reported = try ReportedStatistics(&fields)
    }
}

extension MemoryTraits {
    fileprivate func write(to writer: inout RecordWriter) {
        writer.put("overhead_bytes", overhead)
        writer.put("is_locked", isLocked)
        writer.put("is_hugetlb", isHugetlb)
        writer.put("is_shared", isShared)
        writer.put("is_mergeable", isMergeable)
    }

    fileprivate init?(_ fields: inout RecordFields) throws(JournalError) {
        guard let overhead = try fields.bytes("overhead_bytes") else { return nil }
        self.init(
            isLocked: try fields.flag("is_locked"), isHugetlb: try fields.flag("is_hugetlb"),
            isShared: try fields.flag("is_shared"), isMergeable: try fields.flag("is_mergeable"),
            overhead: overhead)
    }
}

extension ReportedStatistics {
    fileprivate func write(to writer: inout RecordWriter) {
        // A driver that reports nothing yet is not the same as one that was never heard.
        writer.put("has_stats", true)
        writer.put("available_bytes", available)
        writer.put("free_bytes", free)
        writer.put("total_bytes", total)
        writer.put("disk_caches_bytes", diskCaches)
        writer.put("swap_in_bytes", swapIn)
        writer.put("swap_out_bytes", swapOut)
        writer.put("major_faults", majorFaults)
        writer.put("minor_faults", minorFaults)
        writer.put("oom_kills", oomKills)
        writer.put("alloc_stalls", allocStalls)
    }

    fileprivate init?(_ fields: inout RecordFields) throws(JournalError) {
        guard try fields.flag("has_stats") else { return nil }
        self.init()
        available = try fields.bytes("available_bytes")
        free = try fields.bytes("free_bytes")
        total = try fields.bytes("total_bytes")
        diskCaches = try fields.bytes("disk_caches_bytes")
        swapIn = try fields.bytes("swap_in_bytes")
        swapOut = try fields.bytes("swap_out_bytes")
        majorFaults = try fields.count("major_faults")
        minorFaults = try fields.count("minor_faults")
        oomKills = try fields.count("oom_kills")
        allocStalls = try fields.count("alloc_stalls")
    }
}
