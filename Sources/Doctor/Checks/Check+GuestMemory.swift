import BalloonKit

/// How a guest's RAM is held: what defeats balloons and KSM.
extension Check {
    static let guestMemoryChecks = [
        guest(
            "memory-locked", claim: "its memory is not locked",
            why:
                "The balloon fills and the host gets nothing back: locked pages stay, and QEMU writes an error for each."
        ) { guest, _ in
            let memory = guest.memory
            if memory.isLockedByOption == true {
                return .found(.warning, lockedText("mem-lock=on", memory.locked), unlocked(guest))
            }
            guard let locked = memory.locked else {
                return memory.isLockedByOption == nil ? .unknown("its process cannot be read") : .passed
            }
            // VFIO locks a guest's RAM by itself, and has a check of its own.
            guard guest.hasAssignedDevice != true, let size = memory.size, locked.fraction(of: size) > 0.5 else {
                return .passed
            }
            return .found(.warning, lockedText("", locked), unlocked(guest))
        },
        guest(
            "memory-in-huge-pages", claim: "its memory is in ordinary pages",
            why: "The balloon gives 4 KiB pages, and a huge page is only returned whole: the host gets nothing back."
        ) { guest, _ in
            let inPages = guest.memory.hugePages ?? .zero
            guard inPages > .zero || guest.memory.isInHugePages == true else {
                return guest.memory.isInHugePages == nil ? .unknown("its memory backend is not known") : .passed
            }
            return .found(
                .warning, inPages > .zero ? "\(inPages) of it is in huge pages" : "its RAM is backed by huge pages",
                guest.remedies(
                    .qemu("without -mem-path and hugetlb=on; transparent huge pages give most of the speed"),
                    .libvirt("without <memoryBacking><hugepages/></memoryBacking>"),
                    .configuration("[guests.\(guest.name)] managed = false    # if it is to stay so")))
        },
        guest(
            "device-assigned", claim: "no device of the host is passed through",
            why:
                "A passed-through device may write anywhere in the guest's RAM, so QEMU keeps all of it and ignores the balloon."
        ) { guest, _ in
            guard let isAssigned = guest.hasAssignedDevice else { return .unknown("its devices are not known") }
            guard isAssigned else { return .passed }
            return .found(
                .warning, "a device of the host is passed through (VFIO)",
                guest.remedies(
                    .configuration("[guests.\(guest.name)] managed = false    # so that nobody counts on its memory"),
                    .consider("a virtio device in its place")))
        },
        guest(
            "memory-shared", claim: "its memory is its own",
            why: "KSM merges only memory that one process has for itself, so this guest gains nothing by it."
        ) { guest, _ in
            guard let isShared = guest.memory.isShared else { return .unknown("its memory backend is not known") }
            guard isShared else { return .passed }
            return .found(
                .advice, "its RAM is shared memory (share=on)",
                guest.remedies(
                    .qemu("share=off at the memory backend; needed by vhost-user and virtiofs, though"),
                    .libvirt("without <memoryBacking><access mode='shared'/></memoryBacking>")))
        },
        guest(
            "memory-not-mergeable", claim: "KSM may merge its pages",
            why: "When balloons cannot give enough, KSM is what is left, and it passes this guest over."
        ) { guest, host in
            guard host.hasKSM != false else { return .notApplicable }
            guard let isMergeable = guest.memory.isMergeable else {
                return .unknown("its machine options are not known")
            }
            guard !isMergeable else { return .passed }
            return .found(
                .advice, "mem-merge is off",
                guest.remedies(
                    .qemu("-machine …,mem-merge=on    # leave it off for tenants that must not share pages"),
                    .libvirt("without <memoryBacking><nosharepages/></memoryBacking>")))
        },
        guest(
            "memory-swapped-out", claim: "none of its memory is in the host's swap",
            why: "When the guest touches such a page it stands still until the host's disk has answered."
        ) { guest, _ in
            guard let swapped = guest.memory.swapped else { return .unknown("its process cannot be read") }
            guard swapped >= swapWorthTelling else { return .passed }
            return .found(
                .warning, "\(swapped) of it is in the host's swap",
                [.run("swapoff -a && swapon -a    # brings it back, once that much is available")])
        },
    ]

    private static func lockedText(_ option: String, _ locked: ByteCount?) -> String {
        let amount = locked.map { "\($0) is locked in memory" } ?? "its RAM is locked in memory"
        return option.isEmpty ? amount : "\(amount) (\(option))"
    }

    private static func unlocked(_ guest: GuestFacts) -> [Remedy] {
        guest.remedies(
            .qemu("-overcommit mem-lock=off"), .libvirt("without <memoryBacking><locked/></memoryBacking>"),
            .configuration("[guests.\(guest.name)] managed = false    # if it is to stay locked"))
    }
}
