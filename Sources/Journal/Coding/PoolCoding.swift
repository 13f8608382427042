import BalloonKit
import QMP

extension PoolSample {
    func write(to writer: inout RecordWriter) {
        writer.put("total_bytes", total)
        writer.put("available_bytes", available)
        writer.put("swap_used_bytes", swapUsed)
        writer.put("swapped_out_bytes", swappedOut)
        writer.put("pressure_some", pressureSome)
        writer.put("pressure_full", pressureFull)
        writer.put("oom_kills", oomKills)
        writer.put("ksm", ksm.map { .object($0.record) })
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        self.init(total: try fields.needBytes("total_bytes"), available: try fields.needBytes("available_bytes"))
        swapUsed = try fields.bytes("swap_used_bytes")
        swappedOut = try fields.bytes("swapped_out_bytes")
        pressureSome = try fields.number("pressure_some")
        pressureFull = try fields.number("pressure_full")
        oomKills = try fields.count("oom_kills")
        ksm = try fields.inside("ksm") { fields throws(JournalError) in try KSMSample(&fields) }
    }
}

extension KSMSample {
    var record: JSONObject {
        var writer = RecordWriter(capacity: 12)
        writer.put("run", .integer(Int64(run)))
        writer.put("pages_to_scan", .integer(Int64(pagesToScan)))
        writer.put("sleep_ns", sleep)
        writer.put("pages_shared", .integer(pagesShared))
        writer.put("pages_sharing", .integer(pagesSharing))
        writer.put("pages_unshared", .integer(pagesUnshared))
        writer.put("pages_volatile", .integer(pagesVolatile))
        writer.put("full_scans", .integer(fullScans))
        writer.put("zero_pages", zeroPages.map { .integer($0) })
        writer.put("general_profit_bytes", generalProfit)
        writer.put("advisor_mode", advisorMode)
        writer.put("scanner_time_ns", scannerTime)
        return writer.object
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        self.init(
            run: Int(clamping: try fields.needInteger("run")),
            pagesToScan: Int(clamping: try fields.needInteger("pages_to_scan")), sleep: try fields.needTime("sleep_ns"))
        pagesShared = try fields.needInteger("pages_shared")
        pagesSharing = try fields.needInteger("pages_sharing")
        pagesUnshared = try fields.needInteger("pages_unshared")
        pagesVolatile = try fields.needInteger("pages_volatile")
        fullScans = try fields.needInteger("full_scans")
        zeroPages = try fields.integer("zero_pages")
        generalProfit = try fields.bytes("general_profit_bytes")
        advisorMode = try fields.text("advisor_mode")
        scannerTime = try fields.time("scanner_time_ns")
    }
}
