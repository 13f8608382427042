import BalloonKit

extension WallClock {
    /// As a row of seven numbers.
    func write(to writer: inout WireWriter) {
        writer.array { writer in
            for part in [year, month, day, weekday, hour, minute, second] { writer.put(Int64(part)) }
        }
    }

    /// Nil for null.
    init?(_ reader: inout WireReader) throws(WireError) {
        guard try !reader.null() else { return nil }
        var parts: [Int] = []
        try reader.array { reader throws(WireError) in parts.append(Int(try reader.integer() ?? 0)) }
        guard parts.count >= 7 else { return nil }
        self.init(
            year: parts[0], month: parts[1], day: parts[2], weekday: parts[3], hour: parts[4], minute: parts[5],
            second: parts[6])
    }
}
