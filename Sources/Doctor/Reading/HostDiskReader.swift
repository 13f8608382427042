/// Follows an image to the host's disk under it, by text and links alone, so that recorded trees serve as well.
///
/// Source: Documentation/ABI/stable/sysfs-block.
struct HostDiskReader: Sendable {
    let roots: DoctorRoots
    /// Volumes over RAID over partitions: no host has more layers.
    private static let deepest = 8

    func follow(_ image: ImageFacts, mounts: Mounts) -> ImageFacts {
        var image = image
        switch image.kind {
        case .file:
            guard image.path.hasPrefix("/"), let mount = mounts.mount(of: image.path) else { return image }
            image.fileSystem = mount.type
            // Btrfs and its like have numbers of no device: their source names one.
            image.disk = disk(numbered: mount.number) ?? disk(named: mount.source)
        case .blockDevice: image.disk = disk(named: image.path)
        case .network: break
        }
        return image
    }

    private func disk(numbered number: String) -> HostDiskFacts? {
        guard !number.hasPrefix("0:"), let name = lastPart(Files.link("\(roots.sysfs)/dev/block/\(number)")) else {
            return nil
        }
        return disk(name)
    }

    private func disk(named path: String) -> HostDiskFacts? {
        guard path.hasPrefix("/dev/") else { return nil }
        let place = roots.devfs + path.dropFirst(4)
        guard let name = lastPart(Files.link(place)) ?? lastPart(path) else { return nil }
        return disk(name)
    }

    /// A partition, volume or disk by the kernel's name.
    private func disk(_ name: String) -> HostDiskFacts? {
        var top = name
        var misalignment = misalignment(of: name)
        var depth = 0
        while depth < Self.deepest, let below = below(top) {
            top = below
            misalignment = misalignment ?? self.misalignment(of: below)
            depth += 1
        }
        let directory = "\(roots.sysfs)/class/block/\(top)"
        guard Files.exists("\(directory)/queue") else { return nil }
        var disk = HostDiskFacts(name: top)
        if let line = Files.word("\(directory)/queue/scheduler") {
            disk.scheduler = Files.chosen(line)
            disk.schedulers = line.split(separator: " ").map { $0.filter { $0 != "[" && $0 != "]" } }
        }
        disk.isRotational = Files.number("\(directory)/queue/rotational").map { $0 != 0 }
        disk.logicalBlock = Files.number("\(directory)/queue/logical_block_size")
        disk.physicalBlock = Files.number("\(directory)/queue/physical_block_size")
        disk.misalignment = misalignment
        return disk
    }

    /// What a volume or RAID lies on, the first of several, or the disk that a partition belongs to.
    private func below(_ name: String) -> String? {
        let directory = "\(roots.sysfs)/class/block/\(name)"
        if let slaves = Files.names(in: "\(directory)/slaves"), let first = slaves.sorted().first { return first }
        guard Files.exists("\(directory)/partition"), let link = Files.link(directory) else { return nil }
        let parts = link.split(separator: "/")
        return parts.count >= 2 ? String(parts[parts.count - 2]) : nil
    }

    /// Nil when it is aligned or not known.
    private func misalignment(of name: String) -> Int? {
        Files.number("\(roots.sysfs)/class/block/\(name)/alignment_offset").flatMap { $0 == 0 ? nil : $0 }
    }

    private func lastPart(_ path: String?) -> String? { path?.split(separator: "/").last.map(String.init) }
}
