/// What disks lie on.
extension Check {
    static let imageChecks = [
        guest(
            "image-in-file", claim: "its disks are block devices",
            why:
                "Each request goes through the host's file system as well; a logical volume is faster, a file easier to handle."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard let image = disk.image else { return .unknown("its image is not known") }
                guard image.kind == .file, !disk.isReadOnly, !disk.isThrownAway else {
                    return image.kind == .blockDevice ? .passed : .notApplicable
                }
                guard image.isOnNetworkFileSystem != true else { return .notApplicable }
                return .found(
                    .advice, "\(image.format ?? "raw") in a file",
                    guest.remedies(
                        .qemu("-drive file=/dev/VG/LV,format=raw,cache=none,aio=native"),
                        .libvirt("<disk type='block' …><source dev='/dev/VG/LV'/></disk>"),
                        .consider("keep files where snapshots and thin images are worth more than speed")))
            }
        },
        guest(
            "blocks-misaligned", claim: "its blocks lie on the disk's own",
            why: "A write that covers half of a physical block makes the disk read, change and write all of it."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard let host = disk.image?.disk else { return .notApplicable }
                if let offset = host.misalignment {
                    let by = offset > 0 ? " by \(offset) bytes" : ""
                    return .found(
                        .warning, "its partition or volume on \(host.name) misses the disk's blocks\(by)",
                        [
                            .run(
                                "parted /dev/\(host.name) align-check optimal NUMBER    # then make it anew, from a multiple of 1 MiB"
                            )
                        ])
                }
                guard let physical = host.physicalBlock else { return .unknown("\(host.name)'s blocks are not known") }
                guard let told = disk.physicalBlock, physical > told, physical >= 4096, disk.isReadOnly == false else {
                    return .passed
                }
                return .found(
                    .advice, "\(host.name) has blocks of \(physical) bytes, the guest is told \(told)",
                    guest.remedies(
                        .qemu("-device …,physical_block_size=\(physical),logical_block_size=512"),
                        .libvirt("<blockio logical_block_size='512' physical_block_size='\(physical)'/>")))
            }
        },
        host(
            "io-scheduler", claim: "disks behind guests have a scheduler that suits them",
            why:
                "The guest has sorted its requests already: on flash and arrays bfq and the like only add delay, on turning disks none adds seeks."
        ) { facts in
            var behind: [(disk: HostDiskFacts, guests: [String])] = []
            for guest in facts.guests {
                for disk in (guest.disks ?? []).compactMap(\.image?.disk) {
                    if let index = behind.firstIndex(where: { $0.disk == disk }) {
                        if !behind[index].guests.contains(guest.name) { behind[index].guests.append(guest.name) }
                    } else {
                        behind.append((disk, [guest.name]))
                    }
                }
            }
            return together(behind.map { ("\($0.disk.name) (under \(listed($0.guests)))", scheduler(of: $0.disk)) })
        },
    ]

    private static func scheduler(of disk: HostDiskFacts) -> Judgement {
        guard let scheduler = disk.scheduler, let isRotational = disk.isRotational else {
            return .unknown("\(disk.name)'s scheduler is not known")
        }
        let unsuited = isRotational ? scheduler == "none" : ["bfq", "cfq"].contains(scheduler)
        guard unsuited else { return .passed }
        let better =
            isRotational || disk.schedulers.contains("mq-deadline") && !disk.schedulers.contains("none")
            ? "mq-deadline" : "none"
        guard disk.schedulers.isEmpty || disk.schedulers.contains(better) else { return .passed }
        return .found(
            .advice, "\(scheduler) on a \(isRotational ? "turning" : "solid-state") disk",
            [.run("echo \(better) > /sys/block/\(disk.name)/queue/scheduler")])
    }
}
