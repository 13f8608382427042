import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("Annotations at the control socket", .serialized)
struct AnnotationTests {
    private let guest = FakeQEMU(name: "web1", maximum: 512 << 20)

    @Test("an operator's win over the configuration's, are shown and told to policies, and survive a restart")
    func annotations() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: [guest],
                configuration: "guests.web1.annotations.tier = \"bronze\"\nguests.web1.annotations.rack = \"7\"")
            try daemon.start()
            var peer = try daemon.operate(whenFresh: ["web1"])
            let set = try peer.execute("annotate", ["guest": "web1", "set": ["tier": "gold", "owner": "alice"]])
            let all: JSONValue = ["owner": "alice", "rack": "7", "tier": "gold"]
            #expect(set["return"]?["annotations"] == all, "\(set)")
            try daemon.stop()

            try daemon.start()
            peer = try daemon.operate(whenFresh: ["web1"])
            #expect(try peer.event("CYCLE")["guests"]?[0]?["annotations"] == all)
            let explained = try peer.execute("explain", ["guest": "web1"])["return"]
            #expect(explained?["guests"]?[0]?["inputs"]?["annotations"] == all)
            let removed = try peer.execute("annotate", ["guest": "web1", "remove": ["tier", "owner"]])["return"]
            #expect(removed?["annotations"] == ["rack": "7", "tier": "bronze"])
            #expect(removed?["remark"] == "'tier' is as the configuration says again")
            try daemon.stop()
        }
    }

    @Test("a guest that is not there gets none, and loses those that it has")
    func gone() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [guest])
            try daemon.start()
            var peer = try daemon.operate(whenFresh: ["web1"])
            let nobody = try peer.execute("annotate", ["guest": "nobody", "set": ["tier": "gold"]])
            #expect(nobody["error"]?["class"] == "DeviceNotFound")
            let refused = try peer.execute("annotate", ["guest": "web1", "set": ["a key": "x"]])
            #expect(refused["error"]?["desc"]?.string?.contains("no blanks") == true, "\(refused)")
            _ = try peer.execute("annotate", ["guest": "web1", "set": ["tier": "gold"]])
            try daemon.stop()

            try daemon.write(configuration: "", sockets: "none/*.sock")
            try daemon.start()
            peer = try daemon.operate()
            let set = try peer.execute("annotate", ["guest": "web1", "set": ["tier": "silver"]])
            #expect(set["error"]?["class"] == "DeviceNotFound", "\(set)")
            let removed = try peer.execute("annotate", ["guest": "web1", "remove": ["tier"]])
            #expect(removed["return"]?["annotations"] == [:], "\(removed)")
            let again = try peer.execute("annotate", ["guest": "web1", "remove": ["tier"]])
            #expect(again["error"]?["class"] == "DeviceNotFound", "\(again)")
            try daemon.stop()
        }
    }
}
