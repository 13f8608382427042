/// What a disk's blocks lie in.
public struct ImageFacts: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case file
        case blockDevice
        /// A protocol of QEMU's own: nbd, rbd, iscsi.
        case network
    }

    public var kind: Kind
    /// The path, or the protocol's name.
    public var path: String
    /// `qcow2`, `raw`.
    public var format: String?
    /// Of the mount it lies in: `ext4`, `nfs4`.
    public var fileSystem: String?
    /// The host's disk at the bottom, where it could be followed.
    public var disk: HostDiskFacts?

    public init(kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    /// Source: names in `/proc/mounts`.
    public var isOnNetworkFileSystem: Bool? {
        fileSystem.map { ["nfs", "nfs4", "cifs", "smb3", "ceph", "9p", "fuse.glusterfs", "fuse.sshfs"].contains($0) }
    }
}
