import BalloonKit
import Testing

@testable import Doctor

@Suite("Facts under injected roots")
struct ReaderTests {
    @Test("the host, from files as the kernel writes them")
    func host() throws {
        let tree = try Tree()
        try tree.write(
            "proc/meminfo",
            """
            MemTotal:       24683584 kB
            MemAvailable:   20000000 kB
            SwapTotal:       1048572 kB
            SwapFree:         524284 kB
            CommitLimit:    13390364 kB
            Committed_AS:    1000000 kB
            HugePages_Total:     300
            HugePages_Free:      100
            Hugepagesize:       2048 kB

            """)
        try tree.write("proc/sys/vm/swappiness", "60\n")
        try tree.write("proc/sys/vm/overcommit_memory", "1\n")
        try tree.write("proc/pressure/memory", "some avg10=0.00\n")
        try tree.write("proc/stat", "cpu  10 0 10 80 0 0 0 0 0 0\ncpu0 5 0 5 40\ncpu1 5 0 5 40\nintr 1\n")
        try tree.write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n")
        try tree.write("sys/kernel/mm/ksm/run", "0\n")
        try tree.write("sys/kernel/mm/ksm/merge_across_nodes", "1\n")
        try tree.make(directory: "sys/devices/system/node/node0")
        try tree.make(directory: "sys/devices/system/node/node1")
        try tree.write("sys/devices/system/node/online", "0-1\n")
        try tree.write("dev/kvm", "")
        let host = HostReader(roots: tree.roots).read()
        #expect(host.total == .kibibytes(24_683_584) && host.available == .kibibytes(20_000_000))
        #expect(host.swapTotal == .kibibytes(1_048_572) && host.swapUsed == .kibibytes(524_288))
        #expect(host.swappiness == 60 && host.overcommitMode == 1 && host.hasPressure == true)
        #expect(host.hugePages == .mebibytes(600) && host.freeHugePages == .mebibytes(200))
        #expect(host.transparentHugePages == "madvise" && host.hasKSM == true && host.mergesAcrossNodes == true)
        #expect(host.nodes == 2 && host.processors == 2 && host.hasKVM == true)
    }

    @Test("empty roots and roots that are not there: nothing is known, and that is no answer")
    func nothing() throws {
        let tree = try Tree()
        var host = HostReader(roots: tree.roots).read()
        #expect(host.hasKVM == false)
        host.hasKVM = nil
        var unknown = HostFacts()
        unknown.architecture = host.architecture
        #expect(host == unknown)
        let nowhere = DoctorRoots(procfs: "/nowhere", sysfs: "/nowhere", devfs: "/nowhere")
        #expect(HostReader(roots: nowhere).read() == unknown)
        #expect(ProcessReader(roots: nowhere).survey() == nil)
        #expect(ProcessorTimes.read(nowhere) == nil)
    }

    @Test("the processors' usage between two readings")
    func usage() throws {
        let tree = try Tree()
        try tree.write("proc/stat", "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1\n")
        let before = try #require(ProcessorTimes.read(tree.roots))
        try tree.write("proc/stat", "cpu  170 0 110 715 105 0 0 0 99 0\ncpu0 1\n")
        let after = try #require(ProcessorTimes.read(tree.roots))
        #expect(after.usage(since: before) == 0.8)
        #expect(before.usage(since: after) == nil)
        #expect(before.usage(since: before) == nil)
        try tree.write("proc/stat", "cpu  one two\n")
        #expect(ProcessorTimes.read(tree.roots) == nil)
    }

    @Test("QEMUs and other managers among the processes")
    func survey() throws {
        let tree = try Tree()
        try tree.write("proc/200/cmdline", "/usr/bin/qemu-system-x86_64\0-name\0web 1\0-m\0\0")
        try tree.write("proc/201/cmdline", "qemu-system-x86_64\0-nodefaults\0-machine\0none,accel=kvm:tcg\0")
        try tree.write("proc/30/cmdline", "/bin/bash\0/usr/sbin/ksmtuned\0")
        try tree.write("proc/31/cmdline", "pvestatd\0")
        try tree.write("proc/32/cmdline", "vi\0ksmtuned.conf\0")
        try tree.write("proc/33/cmdline", "")
        try tree.write("proc/self/cmdline", "qemu-system-x86_64\0")
        let survey = try #require(ProcessReader(roots: tree.roots).survey())
        #expect(survey.machines.map(\.pid) == [200])
        #expect(survey.machines.first?.arguments == ["/usr/bin/qemu-system-x86_64", "-name", "web 1", "-m", ""])
        #expect(survey.managers == ["ksmtuned", "pvestatd"])
    }

    @Test("a process: what is locked, swapped and huge, KVM and VFIO by its open files")
    func process() throws {
        let tree = try Tree()
        try tree.write("proc/7/status", "Name:\tqemu\nVmLck:\t    2048 kB\nVmSwap:\t 100 kB\nHugetlbPages:\t 4096 kB\n")
        try tree.link("proc/7/fd/10", to: "anon_inode:kvm-vm")
        try tree.link("proc/7/fd/11", to: "/dev/vfio/12")
        var guest = GuestFacts(name: "web1")
        ProcessReader(roots: tree.roots).describe(&guest, pid: 7)
        #expect(guest.memory.locked == .kibibytes(2048) && guest.memory.swapped == .kibibytes(100))
        #expect(guest.memory.hugePages == .kibibytes(4096))
        #expect(guest.isAccelerated == true && guest.hasAssignedDevice == true && guest.blindSpots == [])
        try tree.link("proc/8/fd/3", to: "socket:[1]")
        ProcessReader(roots: tree.roots).describe(&guest, pid: 8)
        #expect(guest.isAccelerated == false)
    }

    @Test("a process whose files may not be read: what was known stays, and it is said")
    func noPermission() throws {
        let tree = try Tree()
        var guest = guest("-accel kvm")
        ProcessReader(roots: tree.roots).describe(&guest, pid: 9)
        #expect(guest.isAccelerated == true && guest.memory.locked == nil)
        #expect(guest.blindSpots == ["its open files cannot be read: try as root"])
    }
}
