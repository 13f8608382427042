import BalloonKit

/// Whether everything that is merged may be unmerged: the kernel gives each page back its own memory, at 1.6 GiB a second, and
/// nothing can stop it half-way.
///
/// Source: `/sys/kernel/mm/ksm/run` 2; kernel `Documentation/admin-guide/mm/ksm.rst`.
public struct KSMUnmerging: Sendable, Hashable {
    /// What the pool would use more.
    public let needed: ByteCount
    /// What it may use more without coming above the high watermark.
    public let room: ByteCount

    /// - Parameters:
    ///   - pool: measured now. Nothing is needed where nothing is merged.
    ///   - marks: the pool's.
    public init(_ pool: PoolSample, _ marks: Watermarks) {
        needed = pool.ksm?.saved.clampedToZero ?? .zero
        room = (marks.high - pool.used).clampedToZero
    }

    public var fits: Bool { needed <= room }
}
