/// Who is at the other end of a control connection, as the kernel and the system's accounts say.
///
/// Source: `SO_PEERCRED`, unix(7).
struct Peer: Sendable, Equatable {
    var pid: Int32
    var uid: UInt32
    /// For logs and for `set_by`: the user's name where the system knows one, else the number.
    var name: String
    /// Primary and supplementary.
    var groups: Set<UInt32>

    init(pid: Int32, uid: UInt32, name: String, groups: Set<UInt32>) {
        self.pid = pid
        self.uid = uid
        self.name = name
        self.groups = groups
    }

    /// Looks the user up, which may ask a directory service and wait for it: never on an event loop.
    init(lookingUp uid: UInt32, gid: UInt32, pid: Int32) {
        let name = userName(of: uid)
        self.init(
            pid: pid, uid: uid, name: name ?? "uid \(uid)",
            groups: name.map { groupNumbers(of: $0, primary: gid) } ?? [gid])
    }
}
