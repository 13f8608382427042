import BalloonKit

/// What perfect foresight could do with the same actuators: the limits that a rule's figures are compared with.
public struct OracleFigures: Sendable, Hashable {
    /// Seconds over the line that no balloon could avoid without taking what a guest needs. A lower bound: every guest is squeezed
    /// to its need from the first second on, at the balloon's real speed.
    public var secondsOver = 0.0
    public var seconds = 0.0
    /// Highest usage of that run, 0 ... 1.
    public var peak = 0.0
    /// MiB-seconds of working set kept out in that run: what guests lack whatever the host does (a process that wants more than
    /// its guest has, a pin below the need). A bound for rules that hold the line wherever the oracle does.
    public var harm = 0.0
    /// Processes killed in guests in that run: by their own fault.
    public var guestOOMKills = 0
    public var hostOOMKills = 0
    public var hostSwapOut = ByteCount.zero
    /// Seconds over the line if balloons were infinitely fast: over 0, needs themselves do not fit.
    public var staticSecondsOver = 0.0
    /// MiB-seconds by which needs exceed the line: an estimate of the least harm with which it would be held, spread as fairly as
    /// one likes. Every byte over the line must be kept out of some guest for as long as it is over.
    public var harmToHold = 0.0
    /// The most that merging saved.
    public var mostSaved = ByteCount.zero

    public init() {}

    /// Whether working sets fit under the line at all times; what stays over it then is only a matter of the balloons' speed.
    public var isFeasible: Bool { staticSecondsOver == 0 }
    public var overShare: Double { seconds > 0 ? secondsOver / seconds : 0 }
}
