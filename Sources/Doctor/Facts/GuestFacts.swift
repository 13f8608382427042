import BalloonKit

/// What is known of one guest: by its QEMU's command line, its process, the daemon, and QEMU itself. Nil is not known.
public struct GuestFacts: Sendable, Hashable {
    /// Who started QEMU, for how it is to be changed.
    public enum Origin: String, Sendable, Hashable {
        case plain
        case libvirt
        case proxmox
    }

    public var name: String
    public var pid: Int32?
    public var origin = Origin.plain
    /// As the daemon knows it; nil when the daemon does not know it or does not run.
    public var managed: ManagedFacts?
    public var memory = MemoryFacts()
    /// Nil when it is not known whether there is one.
    public var balloon: BalloonFacts?
    public var disks: [DiskFacts]?
    public var networks: [NetworkFacts]?
    public var processors: Int?
    /// As in the name of QEMU's program: `x86_64`; nil for one without.
    public var architecture: String?
    public var isAccelerated: Bool?
    /// The model of `-cpu`, without its features; empty for QEMU's default.
    public var processorModel: String?
    public var hasX2APIC: Bool?
    public var hasEntropyDevice: Bool?
    /// Whether a device of the host is passed through.
    public var hasAssignedDevice: Bool?
    /// What could not be looked at, as sentences.
    public var blindSpots: [String] = []

    public init(name: String) { self.name = name }
}
