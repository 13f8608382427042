import BalloonKit

/// What is known of the host. Nil is not known, and never guessed.
public struct HostFacts: Sendable, Hashable {
    public var total: ByteCount?
    public var available: ByteCount?
    public var swapTotal: ByteCount?
    public var swapUsed: ByteCount?
    /// `vm.swappiness`, 0 ... 200.
    public var swappiness: Int?
    /// `vm.overcommit_memory`: 0 heuristic, 1 always, 2 strict.
    public var overcommitMode: Int?
    public var commitLimit: ByteCount?
    public var committed: ByteCount?
    /// Whether the kernel tells memory pressure.
    public var hasPressure: Bool?
    /// The word in brackets of `transparent_hugepage/enabled`: `always`, `madvise` or `never`.
    public var transparentHugePages: String?
    /// Reserved for those who ask for them by name, and those of them that nobody uses.
    public var hugePages: ByteCount?
    public var freeHugePages: ByteCount?
    public var hasKSM: Bool?
    public var mergesAcrossNodes: Bool?
    public var nodes: Int?
    /// As the kernel calls it: `x86_64`.
    public var architecture: String?
    /// Processors online.
    public var processors: Int?
    /// Share of all processors' time that was not idle, 0 ... 1, over about a second.
    public var processorUsage: Double?
    /// Whether `/dev/kvm` is there.
    public var hasKVM: Bool?
    /// Other managers of memory or KSM among the processes, by the program's name; nil when processes could not be listed.
    public var managers: [String]?
    public var daemon: DaemonFacts

    public init(daemon: DaemonFacts = DaemonFacts()) { self.daemon = daemon }
}
