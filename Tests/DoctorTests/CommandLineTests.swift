import BalloonKit
import Testing

@testable import Doctor

@Suite("What QEMU's command line tells")
struct CommandLineTests {
    @Test("libvirt 9.0: nodes in JSON, disks over two nodes, cards over descriptors")
    func libvirt() throws {
        let guest = try Recorded.commandLine("libvirt-9.0.argv").guest(named: "?")
        #expect(guest.name == "web1")
        #expect(guest.origin == .libvirt)
        #expect(guest.memory.size == .mebibytes(512))
        #expect(guest.memory.isMergeable == false)
        #expect(guest.memory.isLockedByOption == true)
        #expect(guest.memory.isShared == false)
        #expect(guest.memory.isInHugePages == false)
        #expect(guest.isAccelerated == true)
        #expect(guest.processorModel == "host")
        #expect(guest.processors == 2)
        #expect(guest.balloon?.deflatesOnOOM == true)
        #expect(guest.balloon?.reportsFreePages == true)
        #expect(guest.hasEntropyDevice == true)
        #expect(guest.hasAssignedDevice == false)
        #expect(guest.blindSpots == [])
    }

    @Test("libvirt 9.0: each disk's cache, image and controller; the CD-ROM is none")
    func libvirtDisks() throws {
        let disks = try #require(try Recorded.commandLine("libvirt-9.0.argv").guest(named: "?").disks)
        #expect(disks.map(\.name) == ["virtio-disk0", "sata0-0-0", "scsi0-0-0-1"])
        #expect(disks.map(\.cache) == [CacheMode.none, .unsafe, .writethrough])
        #expect(disks.map(\.isEmulated) == [false, true, false])
        #expect(disks.map(\.aio) == ["native", "threads", "threads"])
        #expect(disks.map(\.image?.kind) == [.file, .file, .blockDevice])
        #expect(
            disks.map(\.image?.path) == [
                "/var/lib/libvirt/images/web1.qcow2", "/var/lib/libvirt/images/scratch.img", "/dev/vg0/web1",
            ])
        #expect(disks.map(\.image?.format) == ["qcow2", "raw", "raw"])
    }

    @Test("libvirt 9.0: both cards stand on taps without vhost")
    func libvirtNetworks() throws {
        let cards = try #require(try Recorded.commandLine("libvirt-9.0.argv").guest(named: "?").networks)
        #expect(cards.map(\.device) == ["virtio-net-pci", "e1000"])
        #expect(cards.map(\.isEmulated) == [false, true])
        #expect(cards.map(\.backend) == ["tap", "tap"])
        #expect(cards.map(\.usesVhost) == [false, false])
    }

    @Test("Proxmox: its pid file tells it, drives with a cache, the first accelerator is QEMU's own choice")
    func proxmox() throws {
        let guest = guest(
            """
            -id 100 -name db1,debug-threads=on -pidfile /var/run/qemu-server/100.pid -daemonize -smp 4,sockets=1,cores=4 \
            -nodefaults -cpu kvm64,enforce,+lahf_lm -m 4096 -device virtio-balloon-pci,id=balloon0,bus=pci.0,addr=0x3 \
            -device virtio-scsi-pci,id=virtioscsi0,bus=pci.3 -drive file=/dev/pve/vm-100-disk-0,if=none,id=drive-scsi0,\
            cache=none,aio=io_uring,format=raw -device scsi-hd,bus=virtioscsi0.0,drive=drive-scsi0,id=scsi0 \
            -netdev type=tap,id=net0,ifname=tap100i0,vhost=on -device virtio-net-pci,mac=02:00:00:00:00:01,netdev=net0,id=net0 \
            -machine accel=kvm,type=pc+pve0
            """, program: "/usr/bin/kvm")
        #expect(guest.name == "db1")
        #expect(guest.origin == .proxmox)
        #expect(guest.memory.size == .gibibytes(4))
        #expect(guest.processors == 4)
        #expect(guest.processorModel == "kvm64")
        #expect(guest.isAccelerated == true)
        #expect(guest.balloon?.deflatesOnOOM == false)
        let disk = try #require(guest.disks?.first)
        #expect(disk.name == "scsi0" && disk.cache == CacheMode.none && disk.aio == "io_uring")
        #expect(disk.isEmulated == false && disk.image?.kind == .blockDevice)
        #expect(guest.networks?.first?.usesVhost == true)
        #expect(guest.networks?.count == 1)
    }

    @Test("nothing but an image: QEMU adds IDE, e1000, qemu64 and tcg by itself")
    func bare() throws {
        let guest = guest("disk.img")
        #expect(guest.disks?.map(\.device) == ["ide"])
        #expect(guest.disks?.first?.cache == .writeback)
        #expect(guest.networks?.map(\.device) == ["e1000"])
        #expect(guest.processorModel == "")
        #expect(guest.processors == 1)
        #expect(guest.isAccelerated == false)
        #expect(guest.balloon?.isPresent == false)
        #expect(guest.origin == .plain)
        #expect(guest.architecture == "x86_64")
    }

    @Test("machines that are no PC have other defaults, of which nothing is said")
    func noPC() {
        let board = guest("-M virt -cpu cortex-a57 disk.img", program: "qemu-system-aarch64")
        #expect(board.networks == [] && board.disks == [] && board.architecture == "aarch64")
        #expect(guest("-m 1G", program: "qemu-system-ppc64").networks == [])
    }

    @Test(
        "cache modes of -drive by name and by flags",
        arguments: [
            ("cache=off", CacheMode.none), ("cache=none", CacheMode.none), ("cache=unsafe", .unsafe),
            ("cache=directsync", .directsync), ("cache.direct=on", CacheMode.none), ("cache.no-flush=on", .unsafe),
            ("cache.writeback=off", .writethrough), ("format=raw", .writeback),
        ])
    func caches(_ option: String, _ expected: CacheMode) {
        #expect(guest("-drive if=virtio,file=/x,\(option)").disks?.map(\.cache) == [expected])
    }

    @Test("disks that are none, or not kept")
    func oddDisks() {
        #expect(guest("-drive if=pflash,file=/ovmf -cdrom /x.iso -drive media=cdrom,file=/y.iso").disks == [])
        #expect(guest("-snapshot -drive if=virtio,file=/x").disks?.first?.isThrownAway == true)
        #expect(guest("-hda /x").disks?.first?.isEmulated == true)
        #expect(guest("-drive if=none,id=d,file=/x -device scsi-hd,drive=d").disks?.first?.isEmulated == nil)
        #expect(
            guest("-device lsi -drive if=none,id=d,file=/x -device scsi-hd,drive=d").disks?.first?.isEmulated == true)
    }

    @Test(
        "where an image lies",
        arguments: [
            ("/srv/a.qcow2", ImageFacts.Kind.file, "/srv/a.qcow2"), ("/dev/vg/lv", .blockDevice, "/dev/vg/lv"),
            ("rbd:pool/image", .network, "rbd"), ("nbd:host:10809", .network, "nbd"), ("file:/x", .file, "/x"),
            ("./a:b", .file, "./a:b"),
        ])
    func images(_ path: String, _ kind: ImageFacts.Kind, _ shown: String) {
        let image = QEMUCommandLine.image(path)
        #expect(image.kind == kind && image.path == shown)
    }

    @Test("short forms of network cards")
    func shortCards() {
        #expect(guest("-nic user,model=virtio-net-pci").networks?.map(\.isEmulated) == [false])
        #expect(guest("-nic tap,model=virtio").networks?.map(\.usesVhost) == [false])
        #expect(guest("-nic none").networks == [])
        #expect(guest("-net nic,model=rtl8139 -net user").networks?.map(\.device) == ["rtl8139"])
        #expect(guest("-nodefaults").networks == [])
        #expect(guest("-netdev tap,id=n,vhostfd=31 -device virtio-net-pci,netdev=n").networks?.first?.usesVhost == true)
    }

    @Test(
        "accelerators; of several, and of a program called kvm, only QEMU knows",
        arguments: [
            ("-accel kvm", true), ("-enable-kvm", true), ("-machine q35,accel=kvm", true),
            ("-accel tcg,thread=single", false),
            ("-machine accel=kvm:tcg", nil), ("-accel kvm -accel tcg", nil), ("-m 1G", false),
        ] as [(String, Bool?)])
    func accelerators(_ words: String, _ expected: Bool?) {
        #expect(guest(words).isAccelerated == expected)
        #expect(guest("-m 1G", program: "qemu-kvm").isAccelerated == nil)
    }

    @Test(
        "memory sizes",
        arguments: [("512", 512), ("512M", 512), ("2G", 2048), ("size=1048576k", 1024), ("4G,maxmem=8G", 4096)])
    func sizes(_ text: String, _ mebibytes: Int64) {
        #expect(guest("-m \(text)").memory.size == .mebibytes(mebibytes))
        #expect(guest("-m lots").memory.size == nil)
        #expect(guest("-m 99999999999999999999G").memory.size == nil)
    }

    @Test("memory that is locked, huge or shared")
    func memory() {
        #expect(guest("-overcommit mem-lock=on").memory.isLockedByOption == true)
        #expect(guest("-realtime mlock=on").memory.isLockedByOption == true)
        #expect(guest("-mem-path /dev/hugepages").memory.isInHugePages == true)
        let memfd = guest("-object memory-backend-memfd,id=m,size=1G,hugetlb=on,share=on")
        #expect(memfd.memory.isInHugePages == true && memfd.memory.isShared == true)
        #expect(guest("-M q35,mem-merge=off").memory.isMergeable == false)
    }

    @Test("processors of parts, x2APIC, and what is passed through")
    func rest() {
        #expect(guest("-smp sockets=2,cores=3,threads=2").processors == 12)
        #expect(guest("-cpu host,x2apic=off").hasX2APIC == false)
        #expect(guest("-cpu host,-x2apic").hasX2APIC == false)
        #expect(guest("-cpu host").hasX2APIC == nil)
        #expect(guest("-device vfio-pci,host=01:00.0").hasAssignedDevice == true)
    }

    @Test("a configuration file may hide anything: what is not on the command line is not known, and it is said")
    func configurationFile() {
        let guest = guest("-readconfig /etc/vm.cfg -device virtio-rng-pci")
        #expect(guest.balloon == nil && guest.disks == nil && guest.networks == nil && guest.processors == nil)
        #expect(guest.processorModel == nil && guest.isAccelerated == nil && guest.memory.isMergeable == nil)
        #expect(guest.hasEntropyDevice == true)
        #expect(guest.blindSpots.count == 1)
    }

    @Test("a comma in a value is written twice")
    func commas() {
        let options = QEMUOptions("file=/a,,b,id=x,readonly")
        #expect(options["file"] == "/a,b" && options["id"] == "x" && options.flag("readonly") == true)
        #expect(QEMUOptions(",,")["x"] == nil)
    }

    @Test("nonsense is no trap", arguments: ["{", "{}", "{\"a\":[1]}", "=", ",,,", "a=,b"])
    func nonsense(_ text: String) {
        for option in ["-device", "-drive", "-blockdev", "-netdev", "-m", "-smp", "-machine", "-object", "-nic"] {
            _ = QEMUCommandLine(["qemu-system-x86_64", option, text, option]).guest(named: "?")
        }
        #expect(guest("-smp cpus=99999999999,sockets=9223372036854775807,cores=9").processors == 99_999_999_999)
        #expect(guest("-smp sockets=9223372036854775807,cores=9").processors != nil)
    }

    @Test("what is a QEMU that runs a machine")
    func programs() {
        #expect(QEMUCommandLine.isQEMU(["/usr/bin/qemu-system-x86_64"]))
        #expect(QEMUCommandLine.isQEMU(["/usr/libexec/qemu-kvm"]))
        #expect(!QEMUCommandLine.isQEMU(["qemu-img", "convert"]))
        #expect(!QEMUCommandLine.isQEMU(["less", "qemu-system-x86_64"]))
        #expect(!QEMUCommandLine.isQEMU([]))
    }
}
