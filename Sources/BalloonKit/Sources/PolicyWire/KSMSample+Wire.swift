import BalloonKit

extension KSMSample {
    /// As an object: it comes once a round.
    func write(to writer: inout WireWriter) {
        writer.object { writer in
            writer.key("run")
            writer.put(Int64(run))
            writer.key("pages_to_scan")
            writer.put(Int64(pagesToScan))
            writer.key("sleep_ns")
            writer.put(sleep)
            writer.key("pages_shared")
            writer.put(pagesShared)
            writer.key("pages_sharing")
            writer.put(pagesSharing)
            writer.key("pages_unshared")
            writer.put(pagesUnshared)
            writer.key("pages_volatile")
            writer.put(pagesVolatile)
            writer.key("full_scans")
            writer.put(fullScans)
            writer.key("zero_pages")
            writer.put(zeroPages)
            writer.key("general_profit_bytes")
            writer.put(generalProfit)
            writer.key("advisor_mode")
            writer.put(advisorMode)
            writer.key("scanner_ns")
            writer.put(scannerTime)
        }
    }

    /// Nil for null.
    init?(_ reader: inout WireReader) throws(WireError) {
        guard try !reader.null() else { return nil }
        self.init(run: 0, pagesToScan: 0, sleep: .zero)
        var sample = self
        try reader.object { reader, key throws(WireError) in
            switch key {
            case "run": sample.run = Int(try reader.integer() ?? 0)
            case "pages_to_scan": sample.pagesToScan = Int(try reader.integer() ?? 0)
            case "sleep_ns": sample.sleep = try reader.time() ?? .zero
            case "pages_shared": sample.pagesShared = try reader.integer() ?? 0
            case "pages_sharing": sample.pagesSharing = try reader.integer() ?? 0
            case "pages_unshared": sample.pagesUnshared = try reader.integer() ?? 0
            case "pages_volatile": sample.pagesVolatile = try reader.integer() ?? 0
            case "full_scans": sample.fullScans = try reader.integer() ?? 0
            case "zero_pages": sample.zeroPages = try reader.integer()
            case "general_profit_bytes": sample.generalProfit = try reader.amount()
            case "advisor_mode": sample.advisorMode = try reader.optionalText()
            case "scanner_ns": sample.scannerTime = try reader.time()
            default: try reader.skip()
            }
        }
        self = sample
    }
}
