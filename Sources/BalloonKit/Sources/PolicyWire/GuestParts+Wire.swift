import BalloonKit

// Parts of a guest that are there as a whole or not at all, each a row of its own. A row may grow at its end.

extension ReportedStatistics {
    func write(to writer: inout WireWriter) {
        writer.array { writer in
            writer.put(available)
            writer.put(free)
            writer.put(total)
            writer.put(diskCaches)
            writer.put(swapIn)
            writer.put(swapOut)
            writer.put(majorFaults)
            writer.put(minorFaults)
            writer.put(oomKills)
            writer.put(allocStalls)
        }
    }

    /// Nil for null.
    init?(_ reader: inout WireReader) throws(WireError) {
        guard try !reader.null() else { return nil }
        self.init()
        var statistics = self
        var place = 0
        try reader.array { reader throws(WireError) in
            switch place {
            case 0: statistics.available = try reader.amount()
            case 1: statistics.free = try reader.amount()
            case 2: statistics.total = try reader.amount()
            case 3: statistics.diskCaches = try reader.amount()
            case 4: statistics.swapIn = try reader.amount()
            case 5: statistics.swapOut = try reader.amount()
            case 6: statistics.majorFaults = try reader.natural()
            case 7: statistics.minorFaults = try reader.natural()
            case 8: statistics.oomKills = try reader.natural()
            case 9: statistics.allocStalls = try reader.natural()
            default: try reader.skip()
            }
            place += 1
        }
        self = statistics
    }
}

extension MemoryTraits {
    func write(to writer: inout WireWriter) {
        writer.array { writer in
            writer.put(isLocked)
            writer.put(isHugetlb)
            writer.put(isShared)
            writer.put(isMergeable)
            writer.put(overhead)
        }
    }

    /// Nil for null.
    init?(_ reader: inout WireReader) throws(WireError) {
        guard try !reader.null() else { return nil }
        self.init()
        var traits = self
        var place = 0
        try reader.array { reader throws(WireError) in
            switch place {
            case 0: traits.isLocked = try reader.flag()
            case 1: traits.isHugetlb = try reader.flag()
            case 2: traits.isShared = try reader.flag()
            case 3: traits.isMergeable = try reader.flag()
            case 4: traits.overhead = try reader.amount() ?? .zero
            default: try reader.skip()
            }
            place += 1
        }
        self = traits
    }
}

extension Pin {
    func write(to writer: inout WireWriter) {
        writer.array { writer in
            writer.put(target)
            writer.put(reason)
            writer.put(setBy)
            writer.put(remaining)
        }
    }

    /// Nil for null.
    init?(_ reader: inout WireReader) throws(WireError) {
        guard try !reader.null() else { return nil }
        self.init(target: .zero, setBy: "")
        var pin = self
        var place = 0
        try reader.array { reader throws(WireError) in
            switch place {
            case 0: pin.target = try reader.amount() ?? .zero
            case 1: pin.reason = try reader.optionalText()
            case 2: pin.setBy = try reader.text()
            case 3: pin.remaining = try reader.time()
            default: try reader.skip()
            }
            place += 1
        }
        self = pin
    }
}
