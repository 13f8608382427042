/// The balloon device and its driver.
extension Check {
    static let balloonChecks = [
        guest(
            "no-balloon-device", claim: "it has a balloon device",
            why: "Without one the guest keeps every page it has ever touched, whether it uses it or not."
        ) { guest, _ in
            guard let balloon = guest.balloon else { return .unknown("its devices are not known") }
            guard !balloon.isPresent else { return .passed }
            return .found(
                .problem, "it has no virtio balloon",
                guest.remedies(
                    .qemu("-device virtio-balloon-pci,deflate-on-oom=on,free-page-reporting=on"),
                    .libvirt("<memballoon model='virtio' autodeflate='on' freePageReporting='on'/>"),
                    .proxmox("qm set VMID --balloon MEMORY")))
        },
        guest(
            "no-balloon-driver", claim: "its balloon driver answers",
            why: "The device is there, but nobody in the guest fills the balloon or tells what the guest needs."
        ) { guest, _ in
            judge(guest, \.driverAnswers, otherwise: "no driver in the guest has told statistics yet") {
                .found(
                    .problem, $0,
                    guest.remedies(
                        .guest("modprobe virtio_balloon    # Windows: install the balloon driver of virtio-win")))
            }
        },
        guest(
            "no-guest-statistics", claim: "its driver tells what is available",
            why: "Nothing is taken from a guest that does not say what it could do without."
        ) { guest, _ in
            guard guest.balloon?.driverAnswers != false else { return .notApplicable }
            return judge(guest, \.tellsAvailable, otherwise: "its driver does not tell available memory") {
                .found(
                    .warning, $0,
                    guest.remedies(
                        .guest("update the driver: Linux 4.6 or newer; Windows: BalloonService of virtio-win")))
            }
        },
        guest(
            "deflate-on-oom-off", claim: "its balloon yields before the guest kills processes",
            why:
                "When the guest runs out of memory faster than balloond can answer, its kernel kills a process with the balloon full."
        ) { guest, _ in
            judge(guest, \.deflatesOnOOM, otherwise: "deflate-on-oom is off") {
                .found(
                    .advice, $0,
                    guest.remedies(
                        .qemu("-device virtio-balloon-pci,deflate-on-oom=on"),
                        .libvirt("<memballoon model='virtio' autodeflate='on'/>")))
            }
        },
        guest(
            "free-page-reporting-off", claim: "it returns freed pages by itself",
            why: "With it the host has back what the guest frees within seconds, without any balloon being moved."
        ) { guest, _ in
            judge(guest, \.reportsFreePages, otherwise: "free-page-reporting is off") {
                .found(
                    .advice, $0,
                    guest.remedies(
                        .qemu("-device virtio-balloon-pci,free-page-reporting=on    # guests from Linux 5.7 on"),
                        .libvirt("<memballoon model='virtio' freePageReporting='on'/>")))
            }
        },
    ]

    /// By a property of a balloon that is there.
    private static func judge(
        _ guest: GuestFacts, _ property: KeyPath<BalloonFacts, Bool?> & Sendable, otherwise seen: String,
        _ found: (String) -> Judgement
    ) -> Judgement {
        guard let balloon = guest.balloon else { return .unknown("its devices are not known") }
        guard balloon.isPresent else { return .notApplicable }
        guard let value = balloon[keyPath: property] else { return .unknown("only balloond could ask its QEMU") }
        return value ? .passed : found(seen)
    }
}
