/// A QMP socket that discovery found.
struct FoundSocket: Sendable, Hashable {
    /// The file behind a path: changes when QEMU makes the socket anew.
    struct Identity: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64
    }

    let path: String
    /// Nil when there is no such file.
    let identity: Identity?
    /// Named in the settings: shown even while it does not exist.
    let isListed: Bool
    /// Others use it, too: it is held for a visit at a time.
    let isShared: Bool
}
