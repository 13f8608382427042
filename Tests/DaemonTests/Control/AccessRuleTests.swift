import ControlProtocol
import QMP
import Testing

@testable import Daemon

@Suite("Who may change things")
struct AccessRuleTests {
    private func peer(uid: UInt32, gid: UInt32 = 12345) -> Peer {
        Peer(pid: 1, uid: uid, name: "somebody", groups: [gid])
    }

    @Test("a peer has its name and its groups, and a number the system does not know has itself and its group")
    func lookUp() {
        let root = Peer(lookingUp: 0, gid: 0, pid: 1)
        #expect(root.name == "root" && root.groups.contains(0))
        let nobody = Peer(lookingUp: 4_123_456_789, gid: 77, pid: 1)
        #expect(nobody.name == "uid 4123456789" && nobody.groups == [77])
    }

    @Test("reading is for whoever could connect; changing is for root, the daemon's user and the admin group")
    func rules() throws {
        let rule = AccessRule(adminGroup: "daemon", ownUser: 4242)
        try rule.check(.read, for: peer(uid: 65534))
        try rule.check(.change, for: peer(uid: 0))
        try rule.check(.change, for: peer(uid: 4242))
        // Debian's base-passwd gives the group 'daemon' the number 1.
        try rule.check(.change, for: peer(uid: 65534, gid: 1))
        #expect(throws: ControlFailure.self) { try rule.check(.change, for: peer(uid: 65534)) }
    }

    @Test("a refusal names the group that may; a group that does not exist lets nobody in")
    func refusal() {
        let failure = #expect(throws: ControlFailure.self) {
            try AccessRule(adminGroup: "no-such-group", ownUser: 4242).check(.change, for: peer(uid: 65534))
        }
        #expect(failure?.errorClass == .permissionDenied)
        #expect(failure?.description.contains("'no-such-group'") == true)
    }
}
