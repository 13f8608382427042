/// How much of the processors' time has gone by, and how much of it idle: two of them tell the usage between.
///
/// Source: proc(5), `/proc/stat`; time waiting for I/O is idle, as top(1) has it.
public struct ProcessorTimes: Sendable, Hashable {
    /// In clock ticks.
    var total: UInt64
    var idle: UInt64
    /// Online.
    public var processors: Int

    /// Nil when the file is not there or is not understood.
    public static func read(_ roots: DoctorRoots) -> ProcessorTimes? {
        guard let lines = Files.lines("\(roots.procfs)/stat") else { return nil }
        guard let first = lines.first(where: { $0.hasPrefix("cpu ") }) else { return nil }
        // Guest time is in user time already.
        let times = first.split(separator: " ").dropFirst().prefix(8).compactMap { UInt64($0) }
        guard times.count >= 4 else { return nil }
        let idle = times[3] &+ (times.count > 4 ? times[4] : 0)
        let processors = lines.count { $0.hasPrefix("cpu") && !$0.hasPrefix("cpu ") }
        return ProcessorTimes(total: times.reduce(0, &+), idle: idle, processors: processors)
    }

    /// Since an earlier reading, 0 ... 1; nil when no time has gone by or the counters went back.
    public func usage(since before: ProcessorTimes) -> Double? {
        guard total > before.total, idle >= before.idle else { return nil }
        let all = total - before.total
        return Double(all - min(all, idle - before.idle)) / Double(all)
    }
}
