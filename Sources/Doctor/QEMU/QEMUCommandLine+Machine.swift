import BalloonKit

/// What the options say of the machine itself.
extension QEMUCommandLine {
    /// The guest, as far as its command line tells; what a configuration file could have added stays nil.
    ///
    /// - Parameter name: where QEMU was given none.
    public func guest(named name: String) -> GuestFacts {
        var guest = GuestFacts(name: guestName ?? name)
        guest.origin = origin
        guest.memory = memoryFacts
        guest.balloon = balloonFacts
        guest.disks = disks
        guest.networks = networks
        guest.processors = processorCount
        guest.architecture = architecture
        guest.isAccelerated = isAccelerated
        guest.processorModel = processor?.first ?? (readsConfiguration ? nil : "")
        guest.hasX2APIC = hasX2APIC
        guest.hasEntropyDevice = has { $0.hasPrefix("virtio-rng") }
        guest.hasAssignedDevice = has { $0.hasPrefix("vfio-") || $0 == "vhost-vdpa" }
        if readsConfiguration {
            guest.blindSpots.append("QEMU reads a configuration file (-readconfig), which is not looked at")
        }
        return guest
    }

    /// Nil for a program that has none in its name, as qemu-kvm.
    private var architecture: String? {
        program.hasPrefix("qemu-system-") ? String(program.dropFirst("qemu-system-".count)) : nil
    }

    /// QEMU's default is a PC where it emulates x86, and is of no interest elsewhere.
    var isPC: Bool {
        guard let type = machine["type"] else { return architecture.map { ["x86_64", "i386"].contains($0) } ?? true }
        return type.hasPrefix("pc") || type.hasPrefix("q35")
    }

    /// Whether it was started to be asked only.
    var isWithoutMachine: Bool { machine["type"] == "none" }

    /// Nil when it was not found and a configuration file may have it.
    func has(_ driver: (String) -> Bool) -> Bool? {
        if devices.contains(where: { $0.first.map(driver) ?? false }) { return true }
        return readsConfiguration ? nil : false
    }

    private var balloonFacts: BalloonFacts? {
        guard let device = devices.first(where: { $0.first?.hasPrefix("virtio-balloon") == true }) else {
            return readsConfiguration ? nil : BalloonFacts(isPresent: false)
        }
        var balloon = BalloonFacts(isPresent: true)
        // Both are off unless asked for. Source: hw/virtio/virtio-balloon.c.
        balloon.deflatesOnOOM = device.flag("deflate-on-oom") ?? false
        balloon.reportsFreePages = device.flag("free-page-reporting") ?? false
        return balloon
    }

    private var memoryFacts: MemoryFacts {
        var facts = MemoryFacts()
        facts.size = Self.memorySize(memory["size"])
        // Configuration files can have machine options, but hardly do.
        facts.isMergeable = machine.flag("mem-merge") ?? (readsConfiguration ? nil : true)
        facts.isLockedByOption =
            overcommit.flag("mem-lock") ?? overcommit.flag("mlock") ?? (readsConfiguration ? nil : false)
        let backing = memoryObjects
        facts.isInHugePages = backing.contains(where: isHuge) || memoryPath.map(Self.isHugePath) == true
        facts.isShared = backing.contains { $0.flag("share") == true }
        return facts
    }

    private var memoryObjects: [QEMUOptions] { objects.filter { $0.first?.hasPrefix("memory-backend-") == true } }

    private func isHuge(_ object: QEMUOptions) -> Bool {
        object.flag("hugetlb") == true || object["mem-path"].map(Self.isHugePath) == true
    }

    /// By where hugetlbfs is mounted on every distribution; the process's own HugetlbPages tells the rest.
    private static func isHugePath(_ path: String) -> Bool { path.contains("hugepages") }

    /// `512`, `512M`, `2G`; a bare number is MiB, and so is everything of libvirt's with a `k`.
    private static func memorySize(_ text: String?) -> ByteCount? {
        guard let text, let last = text.utf8.last else { return nil }
        let units: [UInt8: Int64] = [
            UInt8(ascii: "b"): 1, UInt8(ascii: "k"): 1 << 10, UInt8(ascii: "m"): 1 << 20, UInt8(ascii: "g"): 1 << 30,
            UInt8(ascii: "t"): 1 << 40,
        ]
        let unit = units[last | 0x20]
        let digits = unit == nil ? text : String(text.dropLast())
        guard let number = Int64(digits), number >= 0 else { return nil }
        return ByteCount(number).times(unit ?? 1 << 20)
    }

    private var processorCount: Int? {
        if let count = processors["cpus"].flatMap({ Int($0) }), count > 0 { return count }
        let parts = ["sockets", "dies", "clusters", "cores", "threads"].compactMap {
            processors[$0].flatMap { Int($0) }
        }
        if !parts.isEmpty { return parts.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue } }
        return readsConfiguration ? nil : 1
    }

    /// Of several accelerators QEMU takes the first that works, which only QEMU knows.
    private var isAccelerated: Bool? {
        var names = accelerators.compactMap { $0.first ?? $0["accel"] }
        if names.isEmpty { names = machine["accel"]?.split(separator: ":").map(String.init) ?? [] }
        if names.isEmpty {
            // A QEMU that is called kvm asks for KVM by itself. Source: softmmu/vl.c, configure_accelerators.
            return program.hasSuffix("kvm") ? nil : readsConfiguration ? nil : false
        }
        let isKVM = Set(names.map { $0 == "kvm" })
        return isKVM.count == 1 ? isKVM.first : nil
    }

    private var hasX2APIC: Bool? {
        guard let processor else { return nil }
        if processor["-x2apic"] != nil || processor.flag("x2apic") == false { return false }
        if processor["+x2apic"] != nil || processor.flag("x2apic") == true { return true }
        return nil
    }
}
