/// Emulated devices where virtio ones would do, and what is missing.
extension Check {
    static let deviceChecks = [
        guest(
            "emulated-disk", claim: "its disks are virtio",
            why:
                "QEMU plays the chips of an old controller, several exits from the guest a request, where virtio needs one."
        ) { guest, _ in
            onDisks(guest) { disk in
                guard let isEmulated = disk.isEmulated else { return .unknown("its disk's controller is not known") }
                guard isEmulated else { return .passed }
                return .found(
                    .warning, disk.device ?? "emulated",
                    guest.remedies(
                        .qemu("-drive if=none,id=disk0,… -device virtio-blk-pci,drive=disk0"),
                        .libvirt("<target dev='vda' bus='virtio'/>"),
                        .proxmox("qm set VMID --scsihw virtio-scsi-single --scsi0 …"),
                        .guest("its initrd needs the virtio_blk driver first")))
            }
        },
        guest(
            "emulated-network", claim: "its network cards are virtio",
            why:
                "Every packet goes through QEMU's model of an old chip: a fraction of the throughput at many times the load."
        ) { guest, _ in
            guard let cards = guest.networks else { return .unknown("its network cards are not known") }
            return together(
                cards.map { card in
                    guard card.isEmulated else { return (card.name, .passed) }
                    return (
                        card.name,
                        .found(
                            .warning, card.device,
                            guest.remedies(
                                .qemu("-device virtio-net-pci,netdev=…"), .libvirt("<model type='virtio'/>"),
                                .proxmox("qm set VMID --net0 virtio,bridge=…")))
                    )
                })
        },
        guest(
            "vhost-off", claim: "its tap network goes through the kernel",
            why:
                "Without vhost each packet wakes QEMU, which copies it and tells the guest: more delay, more of a processor."
        ) { guest, _ in
            guard let cards = guest.networks else { return .unknown("its network cards are not known") }
            return together(
                cards.map { card in
                    guard card.backend == "tap", !card.isEmulated else { return (card.name, .notApplicable) }
                    guard let usesVhost = card.usesVhost else { return (card.name, .unknown("its tap is not known")) }
                    guard !usesVhost else { return (card.name, .passed) }
                    return (
                        card.name,
                        .found(
                            .warning, "tap without vhost",
                            guest.remedies(
                                .qemu("-netdev tap,…,vhost=on"), .run("modprobe vhost_net"),
                                .libvirt("<driver name='vhost'/>    <!-- in <interface> -->")))
                    )
                })
        },
        guest(
            "no-entropy-device", claim: "it has an entropy device",
            why:
                "A guest that has just booted can wait long for random numbers, and clones of one image begin with the same."
        ) { guest, _ in
            guard let hasDevice = guest.hasEntropyDevice else { return .unknown("its devices are not known") }
            guard !hasDevice else { return .passed }
            return .found(
                .advice, "it has no virtio-rng device",
                guest.remedies(
                    .qemu("-object rng-random,id=rng0,filename=/dev/urandom -device virtio-rng-pci,rng=rng0"),
                    .libvirt("<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"),
                    .proxmox("qm set VMID --rng0 source=/dev/urandom")))
        },
    ]
}
