import Testing

@testable import Doctor

@Suite("From an image to the host's disk")
struct HostDiskTests {
    /// A disk with a partition, and a volume on that.
    private func disks(_ tree: Tree) throws {
        try tree.write("sys/devices/pci/sda/queue/scheduler", "none mq-deadline [bfq]\n")
        try tree.write("sys/devices/pci/sda/queue/rotational", "0\n")
        try tree.write("sys/devices/pci/sda/queue/logical_block_size", "512\n")
        try tree.write("sys/devices/pci/sda/queue/physical_block_size", "4096\n")
        try tree.write("sys/devices/pci/sda/alignment_offset", "0\n")
        try tree.write("sys/devices/pci/sda/sda2/partition", "2\n")
        try tree.write("sys/devices/pci/sda/sda2/alignment_offset", "3584\n")
        try tree.link("sys/class/block/sda", to: "../../devices/pci/sda")
        try tree.link("sys/class/block/sda2", to: "../../devices/pci/sda/sda2")
        try tree.link("sys/dev/block/8:2", to: "../../devices/pci/sda/sda2")
        try tree.write("sys/devices/virtual/dm-0/queue/scheduler", "none\n")
        try tree.link("sys/devices/virtual/dm-0/slaves/sda2", to: "../../../pci/sda/sda2")
        try tree.link("sys/class/block/dm-0", to: "../../devices/virtual/dm-0")
        try tree.link("dev/vg0/web1", to: "../dm-0")
    }

    private let mounts = Mounts([
        "22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw",
        "30 22 0:40 / /srv/nfs rw - nfs4 host:/export rw",
        "31 22 0:41 / /srv/my\\040images rw - btrfs /dev/sda2 rw",
        "32 22 0:42 / /srv/zfs rw - zfs tank/images rw",
    ])

    private func follow(_ kind: ImageFacts.Kind, _ path: String) throws -> ImageFacts {
        let tree = try Tree()
        try disks(tree)
        return HostDiskReader(roots: tree.roots).follow(ImageFacts(kind: kind, path: path), mounts: mounts)
    }

    @Test("a file on a partition: its file system, and the whole disk below")
    func file() throws {
        let image = try follow(.file, "/var/lib/libvirt/images/web1.qcow2")
        #expect(image.fileSystem == "ext4" && image.isOnNetworkFileSystem == false)
        let disk = try #require(image.disk)
        #expect(disk.name == "sda" && disk.scheduler == "bfq" && disk.schedulers == ["none", "mq-deadline", "bfq"])
        #expect(disk.isRotational == false && disk.physicalBlock == 4096 && disk.logicalBlock == 512)
        #expect(disk.misalignment == 3584)
    }

    @Test("a volume: through its link and the partition it lies on")
    func volume() throws {
        let disk = try #require(try follow(.blockDevice, "/dev/vg0/web1").disk)
        #expect(disk.name == "sda" && disk.misalignment == 3584)
        #expect(try follow(.blockDevice, "/dev/sda").disk?.misalignment == nil)
    }

    @Test("file systems without a device number: by their source, or not known")
    func others() throws {
        let btrfs = try follow(.file, "/srv/my images/a.raw")
        #expect(btrfs.fileSystem == "btrfs" && btrfs.disk?.name == "sda")
        let nfs = try follow(.file, "/srv/nfs/a.raw")
        #expect(nfs.isOnNetworkFileSystem == true && nfs.disk == nil)
        #expect(try follow(.file, "/srv/zfs/a.raw").disk == nil)
        #expect(try follow(.file, "/srv/nfsother/a.raw").fileSystem == "ext4")
        #expect(try follow(.network, "rbd").disk == nil)
        #expect(try follow(.file, "relative.img").fileSystem == nil)
    }
}
