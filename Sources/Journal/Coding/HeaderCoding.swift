import BalloonKit
import QMP

extension JournalHeader {
    func write(to writer: inout RecordWriter) {
        writer.put("format", .integer(format))
        writer.put("version", version)
        writer.put("rule", rule)
        writer.put("run", .integer(run))
        writer.put("part", .integer(part))
        writer.put("wall_time_ns", wallTime.map { .integer($0) })
        writer.put("time_ns", time.sinceOrigin)
        writer.put("is_fresh", isFresh)
    }

    init(_ fields: inout RecordFields) throws(JournalError) {
        let format = try fields.needInteger("format")
        guard format <= Self.currentFormat else {
            throw JournalError(
                .newerFormat,
                "written in format \(format) by a newer balloond; this one reads up to \(Self.currentFormat)")
        }
        self.init(
            version: try fields.needText("version"), rule: try fields.needText("rule"),
            run: try fields.needInteger("run"), part: try fields.needInteger("part"),
            wallTime: try fields.integer("wall_time_ns"), time: MonotonicTime(try fields.needTime("time_ns")),
            isFresh: try fields.flag("is_fresh"))
        self.format = format
    }
}
