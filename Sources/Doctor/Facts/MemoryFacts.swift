import BalloonKit

/// How a guest's RAM is held.
public struct MemoryFacts: Sendable, Hashable {
    /// As given on the command line.
    public var size: ByteCount?
    /// `mem-merge` of the machine.
    public var isMergeable: Bool?
    /// Asked for by `-overcommit mem-lock=on`.
    public var isLockedByOption: Bool?
    /// Locked, swapped out, and in huge pages of hugetlbfs, of the process.
    public var locked: ByteCount?
    public var swapped: ByteCount?
    public var hugePages: ByteCount?
    /// Backed by huge pages, by the command line.
    public var isInHugePages: Bool?
    /// Shared with other processes, by the command line.
    public var isShared: Bool?

    public init() {}
}
