import BalloonKit

/// What a run adds up to: the figures that rules are compared by.
public struct Figures: Sendable, Hashable {
    public var seconds = 0.0
    /// Time in which used memory was above the limit.
    public var secondsOver = 0.0
    /// Highest usage, 0 ... 1.
    public var peak = 0.0
    public var hostSwapOut = ByteCount.zero
    /// Processes killed in guests by their own kernels.
    public var guestOOMKills = 0
    /// QEMU processes killed by the host's kernel.
    public var hostOOMKills = 0
    /// MiB of working set kept out of guests' memory, times seconds.
    public var harm = 0.0
    /// All that balloons moved, either way.
    public var moved = ByteCount.zero
    public var commands = 0
    /// Commands that turned a guest's direction within 30 s of its last one.
    public var flips = 0
    public var cycles = 0
    /// Processor seconds that ksmd used.
    public var scannerSeconds = 0.0
    /// The highest share of a processor that ksmd had over any half minute.
    public var busiestScanner = 0.0
    /// The most that KSM saved at once.
    public var mostSaved = ByteCount.zero
    public var secondsSaturated = 0.0
    /// Alarms that were raised, by code.
    public var alarms: Set<String> = []

    public init() {}

    /// Share of the time above the limit, 0 ... 1.
    public var overShare: Double { seconds > 0 ? secondsOver / seconds : 0 }
    /// Of one processor, over the whole run, 0 ... 1.
    public var scannerShare: Double { seconds > 0 ? scannerSeconds / seconds : 0 }
    public var kills: Int { guestOOMKills + hostOOMKills }
}
