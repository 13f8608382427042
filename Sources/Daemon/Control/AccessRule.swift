import ControlProtocol
import QMP

/// Who may do what on the control socket. Connecting at all is the socket file's mode and group.
struct AccessRule: Sendable {
    /// Besides root and the daemon's own user, who may change things; nil for nobody.
    var adminGroup: String?
    var ownUser: UInt32

    /// - Throws: ``ControlFailure`` of class `PermissionDenied`, which names the group that could.
    func check(_ access: ControlAccess, for peer: Peer) throws(ControlFailure) {
        guard access == .change, peer.uid != 0, peer.uid != ownUser else { return }
        if let adminGroup, isMember(uid: peer.uid, gid: peer.gid, ofGroup: adminGroup) { return }
        let who = adminGroup.map { "root and members of the group '\($0)'" } ?? "root"
        throw ControlFailure(
            .permissionDenied, "\(peer.name) may look but not change; \(who) may")
    }
}
