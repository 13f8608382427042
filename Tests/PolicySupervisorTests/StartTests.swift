import BalloonKit
import PolicySupervisor
import PolicyWire
import Testing

@Suite("A plugin that does not come up")
struct StartTests {
    private func startFailure(_ script: String, _ change: (inout PolicyLaunch) -> Void = { _ in }) throws
        -> PolicyFailure
    {
        try ScriptedHost.with(script) { host in
            var launch = host.launch
            launch.startDeadline = .seconds(20)
            change(&launch)
            return try failure { () throws(PolicyFailure) in try PolicyProcess(launch) }
        }
    }

    @Test("because its host refuses it is refused, with the host's words", arguments: PolicyRefusal.allCases)
    func refused(refusal: PolicyRefusal) throws {
        let error = try startFailure(
            "complain('dlopen\\n')\nhear()\nsay(['refused', '\(refusal.rawValue)', 'it is not right'])\nsys.exit(3)")
        #expect(error.kind == .refused(refusal))
        #expect(error.sentence == "it is not right")
        #expect(error.log == ["dlopen"])
        #expect(error.kind.name == "refused")
    }

    @Test("because there is no host cannot start")
    func noHost() throws {
        let error = try failure { () throws(PolicyFailure) in
            try PolicyProcess(PolicyLaunch(host: "/nonexistent/host", plugin: "x"))
        }
        #expect(error.kind == .cannotStart)
        #expect(error.sentence == "the policy host /nonexistent/host cannot be started: No such file or directory")
    }

    @Test("because it tells nothing about itself in time cannot start")
    func silent() throws {
        let error = try startFailure("hear()\nsleep()") { $0.startDeadline = .milliseconds(300) }
        #expect(error.kind == .cannotStart)
        #expect(error.sentence == "it told nothing about itself within 300ms")
        #expect(error.reason.code == "policy-starting")
    }

    @Test("because it crashes while it is loaded has died")
    func crashes() throws {
        let error = try startFailure("hear()\ncomplain('Fatal error: no\\n')\nos.abort()")
        #expect(error.kind == .died)
        #expect(error.sentence == "its process aborted (SIGABRT)")
        #expect(error.log == ["Fatal error: no"])
    }

    @Test(
        "because of what it says about itself",
        arguments: [
            ("ready(api=2)", PolicyFailure.Kind.refused(.wrongAPI), "its host speaks plugin interface 2"),
            ("ready(name='Not A Name')", .refused(.badManifest), "'Not A Name' is not a policy's name"),
            (
                "ready(knobs=[dict(name='day', summary='', unit='', least=0, most=5, default=9)])",
                .refused(.badManifest), "the default of knob 'day' is outside of its range"
            ),
            ("ready()", .refused(.badKnobs), "there is no knob 'night'"),
            (
                "ready(knobs=[dict(name='night', summary='', unit='%', least=0, most=0.5, default=0)])",
                .refused(.badKnobs), "night = 1.0 is out of range: 0.0 to 0.5 (%)"
            ),
            (
                "ready(knobs=[dict(name='night', summary='', unit='', least=2, most=1, default=1)])", .nonsense,
                "its knob 1 is not described as agreed"
            ),
            ("ready(knobs=[{}] * 65)", .nonsense, "it has 65 knobs"),
            ("ready(summary='x' * 100000)", .nonsense, "it announced an answer of"),
            ("ready(summary=5)", .nonsense, "its manifest lacks"),
            ("hear()\nsay(['hello'])", .nonsense, "its process answered the hello with neither"),
            ("hear()\nsay(['refused', 'because', 'so'])", .nonsense, "its process refused it for 'because'"),
            ("hear()\nsay(['refused'])", .nonsense, "its process refused it without saying why"),
        ])
    func manifest(script: String, kind: PolicyFailure.Kind, sentence: String) throws {
        let error = try startFailure(script + "\nsleep()") { $0.knobs = ["night": 1] }
        #expect(error.kind == kind)
        #expect(error.sentence.hasPrefix(sentence), "\(error.sentence)")
    }

    @Test("comes up with knobs that fit")
    func knobs() throws {
        let script = """
            knobs = hear()[1]["knobs"]
            night = dict(name="night", summary="When it begins.", unit="h", least=0, most=24, default=22)
            manifest = dict(api=1, name="scripted", version="1", summary=json.dumps(knobs), knobs=[night])
            say(["ready", manifest])
            sleep()
            """
        try ScriptedHost.with(script) { host in
            var launch = host.launch
            launch.knobs = ["night": 20.5]
            let process = try PolicyProcess(launch)
            defer { process.stop() }
            #expect(process.manifest.summary == #"{"night": 20.5}"#)
            #expect(process.manifest.knobs == [Knob("night", "When it begins.", unit: "h", range: 0...24, default: 22)])
        }
    }
}
