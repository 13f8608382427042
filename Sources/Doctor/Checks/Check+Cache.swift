/// How disks are cached.
extension Check {
    static let cacheChecks = [
        guest(
            "cache-unsafe", claim: "no disk drops the guest's flushes",
            why: "When the host crashes, the guest's file system and databases are broken, not just behind."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard let cache = disk.cache else { return .unknown("its cache mode is not known") }
                guard cache == .unsafe, !disk.isThrownAway, !disk.isReadOnly else { return .passed }
                return .found(
                    .problem, "cache=unsafe",
                    guest.remedies(
                        .qemu("-drive …,cache=none,aio=native"),
                        .libvirt("<driver name='qemu' type='…' cache='none' io='native'/>"),
                        .proxmox("qm set VMID --DISK …,cache=none")))
            }
        },
        guest(
            "cache-on-network-storage", claim: "images on network storage are not cached by the host",
            why:
                "Another host that the guest migrates to would not see what this one has cached, and the data is held twice."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard let image = disk.image, image.kind == .file else { return .notApplicable }
                guard let isNetwork = image.isOnNetworkFileSystem else {
                    return .unknown("its file system is not known")
                }
                guard isNetwork else { return .notApplicable }
                guard let cache = disk.cache else { return .unknown("its cache mode is not known") }
                guard !cache.isDirect, cache != .unsafe, !disk.isReadOnly else { return .passed }
                return .found(
                    .warning, "cache=\(cache.rawValue) on \(image.fileSystem ?? "network storage")",
                    guest.remedies(
                        .qemu("-drive …,cache=none,aio=native"),
                        .libvirt("<driver name='qemu' type='…' cache='none' io='native'/>"),
                        .proxmox("qm set VMID --DISK …,cache=none")))
            }
        },
        guest(
            "cache-writeback", claim: "local images are written through or not cached by the host",
            why: "The host caches what the guest caches already, so the memory that balloons win goes to copies."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard disk.image?.isOnNetworkFileSystem != true, disk.image?.kind != .network else {
                    return .notApplicable
                }
                guard let cache = disk.cache else { return .unknown("its cache mode is not known") }
                guard cache == .writeback, !disk.isReadOnly, !disk.isThrownAway else { return .passed }
                return .found(
                    .advice, "cache=writeback",
                    guest.remedies(
                        .qemu("-drive …,cache=none,aio=native    # or cache=writethrough"),
                        .libvirt("<driver name='qemu' type='…' cache='none' io='native'/>"),
                        .proxmox("qm set VMID --DISK …,cache=none")))
            }
        },
        guest(
            "aio-threads", claim: "uncached disks use the kernel's asynchronous I/O",
            why:
                "QEMU starts threads that each wait for one request, which costs more processor time than the kernel's own way."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard let cache = disk.cache, let aio = disk.aio else { return .unknown("its cache mode is not known") }
                guard cache.isDirect, disk.image?.kind != .network else { return .notApplicable }
                guard aio == "threads" else { return .passed }
                return .found(
                    .advice, "aio=threads with cache=\(cache.rawValue)",
                    guest.remedies(
                        .qemu("-drive …,cache=\(cache.rawValue),aio=native    # or aio=io_uring"),
                        .libvirt("<driver name='qemu' type='…' cache='\(cache.rawValue)' io='native'/>"),
                        .proxmox("qm set VMID --DISK …,aio=native")))
            }
        },
    ]

    /// One judgement of all disks: the worst, with the names of those it holds for.
    static func onDisks(_ guest: GuestFacts, _ judge: (DiskFacts) -> Judgement) -> Judgement {
        guard let disks = guest.disks else { return .unknown("its disks are not known") }
        return together(disks.map { ($0.name, judge($0)) })
    }

    /// Findings over passes over what is not known; nothing at all does not apply.
    static func together(_ judgements: [(name: String, judgement: Judgement)]) -> Judgement {
        var worst: (severity: Severity, remedies: [Remedy])?
        var names: [(seen: String, names: [String])] = []
        for (name, judgement) in judgements {
            guard case .found(let severity, let seen, let remedies) = judgement else { continue }
            if worst.map({ severity < $0.severity }) ?? true { worst = (severity, remedies) }
            if let index = names.firstIndex(where: { $0.seen == seen }) {
                names[index].names.append(name)
            } else {
                names.append((seen, [name]))
            }
        }
        if let worst {
            let seen = names.map { "\(listed($0.names)): \($0.seen)" }.joined(separator: "; ")
            return .found(worst.severity, seen, worst.remedies)
        }
        let others = judgements.map(\.judgement)
        return others.first { if case .unknown = $0 { true } else { false } }
            ?? (others.contains(.passed) ? .passed : .notApplicable)
    }
}
