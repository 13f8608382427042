import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("Policies at the control socket", .serialized)
struct PolicyCommandTests {
    private func with(_ configuration: String = "", _ body: (ControlPeer) throws -> Void) throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(
                in: directory, guests: [FakeQEMU(name: "web1", maximum: 512 << 20)],
                configuration: "policy.directories = [\"\(directory.path("policies"))\"]\n" + configuration)
            try directory.write("no library", to: "policies/tiers.so")
            try daemon.start()
            try body(daemon.operate(whenFresh: ["web1"]))
            try daemon.stop()
        }
    }

    @Test("the built-in policy decides unless another is named; files are listed with what is wrong with them")
    func query() throws {
        try with { peer in
            let report = try peer.execute("query-policy")["return"]
            #expect(report?["active"]?["name"] == "built-in")
            #expect(report?["active"]?["state"] == "running")
            #expect(report?["shadow"]?.isNull == true && report?["stand_in"]?.isNull == true)
            #expect(report?["deadline_seconds"] == 0.05)
            #expect(report?["available"]?.array?.count == 1)
            #expect(report?["available"]?[0]?["name"] == "tiers")
            // Directories for tests lie below /tmp, where everybody may write.
            #expect(
                report?["available"]?[0]?["problem"]?.string?.contains("/tmp") == true, "\(String(describing: report))")
            let status = try peer.execute("query-status")["return"]
            #expect(status?["policy"] == "built-in" && status?["policy_state"] == "running")
            #expect(status?["counters"]?["policy_rounds"] == 0)
            #expect(try peer.execute("explain")["return"]?["pool"]?["policy"] == "built-in")
        }
    }

    @Test("a policy that is not there, or cannot be trusted, is refused, and the old one stays")
    func refusals() throws {
        try with { peer in
            for command in ["use-policy", "shadow-policy"] {
                let unknown = try peer.execute(command, ["name": "office-hours"])
                #expect(unknown["error"]?["class"] == "PolicyNotFound", "\(unknown)")
                #expect(unknown["error"]?["desc"]?.string?.contains("'office-hours'") == true)
                let untrusted = try peer.execute(command, ["name": "tiers"])
                #expect(untrusted["error"]?["class"] == "GenericError", "\(untrusted)")
                #expect(untrusted["error"]?["desc"]?.string?.contains("/tmp") == true, "\(untrusted)")
            }
            #expect(try peer.execute("query-policy-diff")["error"]?["desc"]?.string?.contains("shadow NAME") == true)
            #expect(try peer.execute("reinstate-policy")["error"] != nil)
            #expect(try peer.execute("use-policy")["error"]?["desc"]?.string?.contains("name") == true)
            let report = try peer.execute("query-policy")["return"]
            #expect(report?["active"]?["name"] == "built-in" && report?["shadow"]?.isNull == true)
        }
    }

    @Test("a change says until when it holds; the built-in policy beside itself never differs")
    func changes() throws {
        try with { peer in
            let used = try peer.execute("use-policy", ["name": "built-in"])["return"]
            #expect(used?["active"] == "built-in")
            #expect(used?["sentence"] == "built-in decides, as the configuration says")
            let shadowed = try peer.execute("shadow-policy", ["name": "built-in"])["return"]
            #expect(shadowed?["shadow"] == "built-in")
            #expect(shadowed?["sentence"]?.string?.contains("goes back to none unless policy.shadow") == true)
            _ = try peer.event("CYCLE") { $0["status"]?["shadow_policy"] == "built-in" }
            _ = try peer.event("CYCLE")
            let diff = try peer.execute("query-policy-diff")["return"]
            #expect(diff?["shadow"] == "built-in" && diff?["differing"] == 0, "\(String(describing: diff))")
            let ended = try peer.execute("shadow-policy")["return"]
            #expect(ended?["shadow"]?.isNull == true)
        }
    }

    @Test("a configured plugin that cannot be had leaves the built-in policy in its place, and calls for an operator")
    func configured() throws {
        try with("policy.use = \"tiers\"\npolicy.failures = 1") { peer in
            let status = try peer.event("CYCLE") { $0["status"]?["policy_state"] == "quarantined" }["status"]
            #expect(status?["policy"] == "tiers")
            #expect(status?["policy_reason"]?.string?.contains("'balloonctl policy reinstate'") == true)
            #expect(status?["alarms"]?.array?.contains { $0["code"] == "policy-quarantined" } == true)
            let explained = try peer.execute("explain")["return"]?["pool"]
            #expect(explained?["policy"] == "built-in")
            #expect(explained?["policy_reason"]?["code"] == "policy-quarantined")
            let report = try peer.execute("query-policy")["return"]
            #expect(report?["stand_in"]?["code"] == "policy-quarantined")
            #expect(report?["active"]?["last_failure"]?["code"] == "untrusted")
            let changed = try peer.execute("use-policy", ["name": "built-in"])["return"]
            #expect(changed?["sentence"]?.string?.contains("goes back to tiers unless policy.use") == true)
        }
    }
}
