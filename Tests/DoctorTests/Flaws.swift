import BalloonKit

@testable import Doctor

/// A flaw for each check, and some for both ways to find one.
enum Flaws {
    static let all = host + daemon + guest + devices

    static let daemon = [
        Flaw("daemon-not-running", .warning, "there is no socket /run/x.sock") {
            $0.host.daemon = DaemonFacts()
            $0.host.daemon.isRunning = false
            $0.host.daemon.note = "there is no socket /run/x.sock"
        },
        Flaw("daemon-dry-run", .advice, "balloond is on a dry run") { $0.host.daemon.isDryRun = true },
        Flaw("daemon-paused", .warning, "an operator has paused automatic control") { $0.host.daemon.isPaused = true },
        Flaw("daemon-not-locked", .warning, "balloond has locked nothing in memory (VmLck 0)") {
            $0.host.daemon.locked = .zero
        },
        Flaw("control-socket-for-all", .warning, "/run/balloond/control.sock has mode 666") {
            $0.host.daemon.socketMode = 0o666
        },
        Flaw("control-socket-for-root-only", .advice, "/run/balloond/control.sock is for root alone") {
            $0.host.daemon.socketGroup = 0
        },
        Flaw("control-socket-for-root-only", .advice, "/run/balloond/control.sock is for root alone") {
            $0.host.daemon.socketMode = 0o600
        },
    ]

    static let host = [
        Flaw("swap-in-use", .warning, "1 GiB of 4 GiB of swap is in use (25 %)") { $0.host.swapUsed = .gibibytes(1) },
        Flaw("swappiness-high", .advice, "vm.swappiness is 60, with 4 GiB of swap") { $0.host.swappiness = 60 },
        Flaw(
            "floors-over-line", .problem,
            "floors of 1 guest add up to 40 GiB, 14 GiB is used by others, and the line is at 51.2 GiB"
        ) {
            $0.guests[0].managed?.floor = .gibibytes(40)
            $0.guests[0].managed?.maximum = .gibibytes(48)
        },
        Flaw(
            "memory-overcommitted", .advice, "1 guest may grow to 128 GiB together, 2.0 times the pool of 64 GiB"
        ) { $0.guests[0].managed?.maximum = .gibibytes(128) },
        Flaw(
            "memory-overcommitted", .warning, "1 guest may grow to 256 GiB together, 4.0 times the pool of 64 GiB"
        ) { $0.guests[0].managed?.maximum = .gibibytes(256) },
        Flaw("overcommit-memory-strict", .warning, "vm.overcommit_memory is 2: 40 GiB of 36 GiB is promised") {
            $0.host.overcommitMode = 2
        },
        Flaw("huge-pages-idle", .advice, "1 GiB of 2 GiB in huge pages is reserved and free") {
            $0.host.freeHugePages = .gibibytes(1)
        },
        Flaw("transparent-huge-pages-off", .advice, "transparent huge pages are off (never)") {
            $0.host.transparentHugePages = "never"
        },
        Flaw("no-pressure-information", .advice, "/proc/pressure/memory cannot be read") {
            $0.host.hasPressure = false
        },
        Flaw("ksm-missing", .advice, "this kernel has no KSM (/sys/kernel/mm/ksm)") { $0.host.hasKSM = false },
        Flaw("ksm-merges-across-nodes", .advice, "merge_across_nodes is 1 on a host of 2 NUMA nodes") {
            $0.host.mergesAcrossNodes = true
        },
        Flaw("ksmtuned-running", .warning, "ksmtuned steers KSM as well") { $0.host.managers = ["ksmtuned"] },
        Flaw("mom-running", .warning, "MOM moves balloons and steers KSM as well") { $0.host.managers = ["momd"] },
        Flaw("mom-running", .warning, "MOM moves balloons and steers KSM as well (vdsmd)") {
            $0.host.managers = ["vdsmd"]
        },
        Flaw("pvestatd-ballooning", .warning, "Proxmox's pvestatd moves balloons as well") {
            $0.host.managers = ["pvestatd"]
        },
        Flaw("processors-busy", .warning, "processors were 93 % busy for a second") { $0.host.processorUsage = 0.93 },
        Flaw(
            "processors-overcommitted", .advice, "5 guests have 40 virtual processors, 5.0 for each of the host's 8"
        ) { facts in
            facts.guests[0].processors = 8
            facts.guests = [String](repeating: "web", count: 5).enumerated().map { index, name in
                var guest = facts.guests[0]
                guest.name = "\(name)\(index)"
                guest.managed?.maximum = .gibibytes(1)
                return guest
            }
        },
        Flaw("io-scheduler", .advice, "sda (under web1): bfq on a solid-state disk") {
            $0.guests[0].disks?[0].image?.disk?.scheduler = "bfq"
        },
        Flaw("io-scheduler", .advice, "sda (under web1): none on a turning disk") {
            $0.guests[0].disks?[0].image?.disk?.isRotational = true
        },
    ]

    static let guest = [
        Flaw("not-watched", .warning, "QEMU runs (pid 4711), and balloond has found no QMP socket of it") {
            $0.guests[0].managed = nil
        },
        Flaw("socket-busy", .warning, "no greeting: another client holds the socket") {
            $0.guests[0].managed?.state = "socket-busy"
            $0.guests[0].managed?.reason = "no greeting: another client holds the socket"
        },
        Flaw("not-answering", .warning, "stale: statistics no longer move") {
            $0.guests[0].managed?.state = "stale"
            $0.guests[0].managed?.reason = "statistics no longer move"
        },
        Flaw("no-balloon-device", .problem, "it has no virtio balloon") {
            $0.guests[0].balloon = BalloonFacts(isPresent: false)
        },
        Flaw("no-balloon-driver", .problem, "no driver in the guest has told statistics yet") {
            $0.guests[0].balloon?.driverAnswers = false
            $0.guests[0].balloon?.tellsAvailable = nil
        },
        Flaw("no-guest-statistics", .warning, "its driver does not tell available memory") {
            $0.guests[0].balloon?.tellsAvailable = false
        },
        Flaw("deflate-on-oom-off", .advice, "deflate-on-oom is off") { $0.guests[0].balloon?.deflatesOnOOM = false },
        Flaw("free-page-reporting-off", .advice, "free-page-reporting is off") {
            $0.guests[0].balloon?.reportsFreePages = false
        },
        Flaw("memory-locked", .warning, "8 GiB is locked in memory (mem-lock=on)") {
            $0.guests[0].memory.isLockedByOption = true
            $0.guests[0].memory.locked = .gibibytes(8)
        },
        Flaw("memory-locked", .warning, "8 GiB is locked in memory") { $0.guests[0].memory.locked = .gibibytes(8) },
        Flaw("memory-in-huge-pages", .warning, "8 GiB of it is in huge pages") {
            $0.guests[0].memory.hugePages = .gibibytes(8)
        },
        Flaw("memory-in-huge-pages", .warning, "its RAM is backed by huge pages") {
            $0.guests[0].memory.isInHugePages = true
        },
        // VFIO locks memory by itself: that is not a second finding.
        Flaw("device-assigned", .warning, "a device of the host is passed through (VFIO)") {
            $0.guests[0].hasAssignedDevice = true
            $0.guests[0].memory.locked = .gibibytes(8)
        },
        Flaw("memory-shared", .advice, "its RAM is shared memory (share=on)") { $0.guests[0].memory.isShared = true },
        Flaw("memory-not-mergeable", .advice, "mem-merge is off") { $0.guests[0].memory.isMergeable = false },
        Flaw("memory-swapped-out", .warning, "200 MiB of it is in the host's swap") {
            $0.guests[0].memory.swapped = .mebibytes(200)
        },
        Flaw("more-processors-than-host", .warning, "12 virtual processors on a host of 8") {
            $0.guests[0].processors = 12
        },
        Flaw("no-acceleration", .problem, "it runs without KVM (tcg), though the host has /dev/kvm") {
            $0.guests[0].isAccelerated = false
        },
        Flaw("no-acceleration", .warning, "it runs without KVM (tcg), and the host has no /dev/kvm") {
            $0.guests[0].isAccelerated = false
            $0.host.hasKVM = false
        },
        Flaw("processor-model-generic", .advice, "no processor model is given: QEMU takes qemu64") {
            $0.guests[0].processorModel = ""
        },
        Flaw("x2apic-off", .advice, "x2apic is switched off") { $0.guests[0].hasX2APIC = false },
    ]

    static let devices = [
        Flaw("cache-unsafe", .problem, "virtio-disk0: cache=unsafe") { $0.guests[0].disks?[0].cache = .unsafe },
        Flaw("cache-on-network-storage", .warning, "virtio-disk0: cache=writethrough on nfs4") {
            $0.guests[0].disks?[0].cache = .writethrough
            $0.guests[0].disks?[0].image?.kind = .file
            $0.guests[0].disks?[0].image?.fileSystem = "nfs4"
        },
        Flaw("cache-writeback", .advice, "virtio-disk0: cache=writeback") { $0.guests[0].disks?[0].cache = .writeback },
        Flaw("aio-threads", .advice, "virtio-disk0: aio=threads with cache=none") {
            $0.guests[0].disks?[0].aio = "threads"
        },
        Flaw("image-in-file", .advice, "virtio-disk0: qcow2 in a file") {
            $0.guests[0].disks?[0].image?.kind = .file
            $0.guests[0].disks?[0].image?.format = "qcow2"
            $0.guests[0].disks?[0].image?.fileSystem = "ext4"
        },
        Flaw("blocks-misaligned", .advice, "virtio-disk0: sda has blocks of 4096 bytes, the guest is told 512") {
            $0.guests[0].disks?[0].image?.disk?.physicalBlock = 4096
        },
        Flaw(
            "blocks-misaligned", .warning,
            "virtio-disk0: its partition or volume on sda misses the disk's blocks by 3584 bytes"
        ) { $0.guests[0].disks?[0].image?.disk?.misalignment = 3584 },
        Flaw("emulated-disk", .warning, "virtio-disk0: ide-hd") {
            $0.guests[0].disks?[0].device = "ide-hd"
            $0.guests[0].disks?[0].isEmulated = true
        },
        Flaw("emulated-network", .warning, "net0: e1000") {
            $0.guests[0].networks?[0].device = "e1000"
            $0.guests[0].networks?[0].isEmulated = true
        },
        Flaw("vhost-off", .warning, "net0: tap without vhost") { $0.guests[0].networks?[0].usesVhost = false },
        Flaw("no-entropy-device", .advice, "it has no virtio-rng device") { $0.guests[0].hasEntropyDevice = false },
    ]
}
