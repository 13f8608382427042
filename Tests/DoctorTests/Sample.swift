import BalloonKit

@testable import Doctor

/// Facts to begin with: a host and a guest without a flaw, and those of which nothing is known.
enum Sample {
    static let host: HostFacts = {
        var host = HostFacts(daemon: daemon)
        host.total = .gibibytes(64)
        host.available = .gibibytes(32)
        host.swapTotal = .gibibytes(4)
        host.swapUsed = .zero
        host.swappiness = 1
        host.overcommitMode = 0
        host.commitLimit = .gibibytes(36)
        host.committed = .gibibytes(40)
        host.hasPressure = true
        host.transparentHugePages = "madvise"
        host.hugePages = .gibibytes(2)
        host.freeHugePages = .zero
        host.hasKSM = true
        host.mergesAcrossNodes = false
        host.nodes = 2
        host.architecture = "x86_64"
        host.processors = 8
        host.processorUsage = 0.25
        host.hasKVM = true
        host.managers = []
        return host
    }()

    static let daemon: DaemonFacts = {
        var daemon = DaemonFacts()
        daemon.isRunning = true
        daemon.isDryRun = false
        daemon.isPaused = false
        daemon.pid = 700
        daemon.locked = .mebibytes(30)
        daemon.poolTotal = .gibibytes(64)
        daemon.poolUsed = .gibibytes(20)
        daemon.limit = 0.8
        daemon.socket = "/run/balloond/control.sock"
        daemon.socketGroup = 120
        daemon.socketMode = 0o660
        return daemon
    }()

    static let guest: GuestFacts = {
        var guest = GuestFacts(name: "web1")
        guest.pid = 4711
        guest.managed = ManagedFacts(
            state: "fresh", maximum: .gibibytes(8), floor: .gibibytes(1), resident: .gibibytes(6))
        guest.memory.size = .gibibytes(8)
        guest.memory.isMergeable = true
        guest.memory.isLockedByOption = false
        guest.memory.isInHugePages = false
        guest.memory.isShared = false
        guest.memory.locked = .zero
        guest.memory.swapped = .zero
        guest.memory.hugePages = .zero
        guest.balloon = balloon
        guest.disks = [disk]
        guest.networks = [card]
        guest.processors = 2
        guest.architecture = "x86_64"
        guest.isAccelerated = true
        guest.processorModel = "host"
        guest.hasEntropyDevice = true
        guest.hasAssignedDevice = false
        return guest
    }()

    static let balloon: BalloonFacts = {
        var balloon = BalloonFacts(isPresent: true)
        balloon.deflatesOnOOM = true
        balloon.reportsFreePages = true
        balloon.driverAnswers = true
        balloon.tellsAvailable = true
        return balloon
    }()

    static let disk: DiskFacts = {
        var disk = DiskFacts(name: "virtio-disk0")
        disk.drive = "libvirt-1-format"
        disk.device = "virtio-blk-pci"
        disk.isEmulated = false
        disk.cache = CacheMode.none
        disk.aio = "native"
        disk.physicalBlock = 512
        disk.image = image
        return disk
    }()

    static let image: ImageFacts = {
        var image = ImageFacts(kind: .blockDevice, path: "/dev/vg0/web1")
        image.format = "raw"
        image.disk = HostDiskFacts(name: "sda")
        image.disk?.scheduler = "none"
        image.disk?.schedulers = ["none", "mq-deadline", "bfq"]
        image.disk?.isRotational = false
        image.disk?.logicalBlock = 512
        image.disk?.physicalBlock = 512
        return image
    }()

    static let card: NetworkFacts = {
        var card = NetworkFacts(name: "net0", device: "virtio-net-pci", isEmulated: false)
        card.backend = "tap"
        card.usesVhost = true
        return card
    }()

    static let healthy = Facts(host: host, guests: [guest])
    static let unknown = Facts(host: HostFacts(), guests: [GuestFacts(name: "web1")])
}
