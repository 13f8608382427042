import BalloonKit

/// A disk of a guest, from the device the guest sees down to the host's disk. CD-ROMs are none.
public struct DiskFacts: Sendable, Hashable {
    /// What people call it: the device's id, the drive's, or the image.
    public var name: String
    /// The drive or block node that the device refers to.
    public var drive: String?
    /// QEMU's driver of the device: `virtio-blk-pci`, `ide-hd`.
    public var device: String?
    public var isEmulated: Bool?
    public var isReadOnly = false
    /// Nothing of it is kept when QEMU ends.
    public var isThrownAway = false
    public var cache: CacheMode?
    /// `threads`, `native` or `io_uring`.
    public var aio: String?
    /// Blocks that the guest is told, in bytes.
    public var physicalBlock: Int?
    public var image: ImageFacts?

    public init(name: String) { self.name = name }
}

/// QEMU's cache modes by their names. Source: qemu-options.hx, `cache=`.
public enum CacheMode: String, Sendable, Hashable {
    case none
    case writeback
    case writethrough
    case directsync
    case unsafe

    /// - Parameters:
    ///   - writeback: the guest may hold writes back and flush.
    ///   - direct: the host's page cache is left out.
    ///   - noFlush: the guest's flushes are dropped.
    public init(writeback: Bool, direct: Bool, noFlush: Bool) {
        if noFlush {
            self = .unsafe
        } else if direct {
            self = writeback ? .none : .directsync
        } else {
            self = writeback ? .writeback : .writethrough
        }
    }

    public var isDirect: Bool { self == .none || self == .directsync }
}
