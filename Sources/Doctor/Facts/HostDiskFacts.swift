/// A disk of the host under images. Source: `/sys/class/block/NAME`, Documentation/ABI/stable/sysfs-block.
public struct HostDiskFacts: Sendable, Hashable {
    public var name: String
    /// The word in brackets of `queue/scheduler`.
    public var scheduler: String?
    public var schedulers: [String] = []
    public var isRotational: Bool?
    /// In bytes.
    public var logicalBlock: Int?
    public var physicalBlock: Int?
    /// By how many bytes the partition or volume misses the disk's own blocks.
    public var misalignment: Int?

    public init(name: String) { self.name = name }
}
