/// The guest's disks: which device, over which drive or block nodes, on which image.
extension QEMUCommandLine {
    var disks: [DiskFacts]? {
        var disks = devices.compactMap(disk)
        let used = Set(devices.compactMap { $0["drive"] })
        disks += drives.filter { !used.contains($0["id"] ?? "") }.compactMap(diskOfDrive)
        return readsConfiguration && disks.isEmpty ? nil : disks
    }

    /// Source: QEMU `hw/`, drivers with a `drive` property.
    private func disk(_ device: QEMUOptions) -> DiskFacts? {
        guard let driver = device.first, let drive = device["drive"], !driver.hasSuffix("-cd"),
            !driver.hasPrefix("floppy")
        else { return nil }
        var disk = DiskFacts(name: device["id"] ?? drive)
        disk.drive = drive
        disk.device = driver
        disk.isEmulated = isEmulated(driver, bus: device["bus"])
        disk.physicalBlock = device["physical_block_size"].flatMap { Int($0) } ?? 512
        if let options = drives.first(where: { $0["id"] == drive }) {
            guard options["media"] != "cdrom" else { return nil }
            describe(&disk, byDrive: options)
        } else if nodes[drive] != nil {
            describe(&disk, byNode: drive, writeCache: device.flag("write-cache"))
        }
        return disk
    }

    /// A drive that makes its own device.
    private func diskOfDrive(_ drive: QEMUOptions) -> DiskFacts? {
        let interface = drive["if"] ?? defaultInterface
        guard drive["media"] != "cdrom", drive["file"] != nil, let interface,
            !["none", "pflash", "floppy", "mtd"].contains(interface)
        else { return nil }
        var disk = DiskFacts(name: drive["id"] ?? drive["file"] ?? interface)
        disk.drive = drive["id"]
        disk.device = interface
        disk.isEmulated = interface != "virtio"
        disk.physicalBlock = 512
        describe(&disk, byDrive: drive)
        return disk
    }

    /// Nil for machines that are not a PC: theirs is another. Source: hw/i386/pc.c, `block_default_type` unset.
    private var defaultInterface: String? {
        isPC ? "ide" : nil
    }

    private func isEmulated(_ driver: String, bus: String?) -> Bool? {
        if driver.hasPrefix("virtio-blk") || driver.hasPrefix("vhost-user-blk") || driver == "nvdimm" { return false }
        if driver.hasPrefix("scsi-") { return isEmulatedSCSI(bus: bus) }
        return true
    }

    /// By the controller that the bus belongs to; without a bus, by what controllers there are.
    private func isEmulatedSCSI(bus: String?) -> Bool? {
        let controllers = devices.filter { Self.isSCSIController($0.first ?? "") }
        let owner = bus.flatMap { bus in
            controllers.first { controller in controller["id"].map { bus.hasPrefix("\($0).") } ?? false }
        }
        if let driver = owner?.first { return !driver.hasPrefix("virtio-scsi") }
        let kinds = Set(controllers.map { $0.first?.hasPrefix("virtio-scsi") == true })
        return kinds.count == 1 ? kinds.first.map { !$0 } : nil
    }

    private static func isSCSIController(_ driver: String) -> Bool {
        ["virtio-scsi", "vhost-scsi", "vhost-user-scsi", "lsi", "megasas", "mptsas", "am53c974", "pvscsi", "dc390"]
            .contains { driver.hasPrefix($0) }
    }

    // MARK: Images

    private func describe(_ disk: inout DiskFacts, byDrive drive: QEMUOptions) {
        disk.isReadOnly = drive.flag("readonly") ?? drive.flag("read-only") ?? false
        disk.isThrownAway = isThrownAway || drive.flag("snapshot") == true
        disk.cache = cache(drive["cache"]) ?? cache(of: drive, writeCache: nil)
        disk.aio = drive["aio"] ?? drive["file.aio"] ?? "threads"
        guard let path = drive["file"] ?? drive["file.filename"] ?? drive["filename"] else { return }
        disk.image = Self.image(path)
        disk.image?.format = drive["format"] ?? drive["driver"]
    }

    private func cache(_ name: String?) -> CacheMode? { name == "off" ? CacheMode.none : name.flatMap(CacheMode.init) }

    private func cache(of options: QEMUOptions, writeCache: Bool?) -> CacheMode {
        CacheMode(
            writeback: writeCache ?? options.flag("cache.writeback") ?? true,
            direct: options.flag("cache.direct") ?? false, noFlush: options.flag("cache.no-flush") ?? false)
    }

    private func describe(_ disk: inout DiskFacts, byNode top: String, writeCache: Bool?) {
        disk.isThrownAway = isThrownAway
        let chain = chain(from: top)
        guard let first = chain.first, let last = chain.last else { return }
        disk.isReadOnly = first.flag("read-only") ?? false
        disk.cache = cache(of: first, writeCache: writeCache)
        let storage = last["file.driver"] ?? last["driver"] ?? ""
        disk.aio = last["file.aio"] ?? last["aio"] ?? "threads"
        disk.image = Self.image(last["file.filename"] ?? last["filename"] ?? storage, driver: storage)
        disk.image?.format = first["driver"]
    }

    /// The nodes from the device down; libvirt has two a disk, a filter may stand between.
    private func chain(from top: String) -> [QEMUOptions] {
        var chain: [QEMUOptions] = []
        var name: String? = top
        while let current = name, let node = nodes[current], chain.count < 32 {
            chain.append(node)
            name = node["file"]
        }
        return chain
    }

    /// Source: QEMU `block.c`: what stands before the first colon is a protocol, unless a slash stands before it.
    static func image(_ path: String, driver: String? = nil) -> ImageFacts {
        switch driver {
        case "file"?: return ImageFacts(kind: path.hasPrefix("/dev/") ? .blockDevice : .file, path: path)
        case "host_device"?: return ImageFacts(kind: .blockDevice, path: path)
        case let driver?: return ImageFacts(kind: .network, path: driver)
        case nil: break
        }
        if path.hasPrefix("file:") { return image(String(path.dropFirst(5)), driver: "file") }
        let head = path.prefix { $0 != ":" && $0 != "/" }
        let isProtocol = head.count < path.count && path[head.endIndex] == ":"
        return isProtocol ? ImageFacts(kind: .network, path: String(head)) : image(path, driver: "file")
    }
}
