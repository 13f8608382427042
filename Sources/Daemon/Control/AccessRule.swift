import ControlProtocol
import QMP

/// Who may do what on the control socket. Connecting at all is the socket file's mode and group.
struct AccessRule: Sendable {
    /// Besides root and the daemon's own user, who may change things; nil for nobody.
    private let adminGroup: String?
    /// Nil also when the system does not know the group.
    private let adminGroupNumber: UInt32?
    private let ownUser: UInt32

    /// Looks the group up, which may ask a directory service and wait for it: not on an event loop that serves.
    init(adminGroup: String?, ownUser: UInt32) {
        self.adminGroup = adminGroup
        self.ownUser = ownUser
        adminGroupNumber = adminGroup.flatMap(groupNumber)
    }

    /// - Throws: ``ControlFailure`` of class `PermissionDenied`, which names the group that could.
    func check(_ access: ControlAccess, for peer: Peer) throws(ControlFailure) {
        guard access == .change, peer.uid != 0, peer.uid != ownUser else { return }
        if let adminGroupNumber, peer.groups.contains(adminGroupNumber) { return }
        let who = adminGroup.map { "root and members of the group '\($0)'" } ?? "root"
        throw ControlFailure(
            .permissionDenied, "\(peer.name) may look but not change; \(who) may")
    }
}
