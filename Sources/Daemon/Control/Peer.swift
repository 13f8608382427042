/// Who is at the other end of a control connection, as the kernel says.
///
/// Source: `SO_PEERCRED`, unix(7).
struct Peer: Sendable, Equatable {
    var pid: Int32
    var uid: UInt32
    var gid: UInt32

    /// For logs and for `set_by`: the user's name where the system knows one, else the number.
    var name: String { userName(of: uid) ?? "uid \(uid)" }
}
