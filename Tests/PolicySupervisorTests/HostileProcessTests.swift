import BalloonKit
import Glibc
import PolicySupervisor
import Testing

private let generous = Duration.seconds(20)

@Suite("A plugin's process that misbehaves")
struct HostileProcessTests {
    /// What a round came to, of a process that has said hello.
    private func roundFailure(
        _ script: String, guests: Int = 2, deadline: Duration = generous
    ) throws -> (PolicyFailure, pid: Int32) {
        try ScriptedHost.started(script) { process in
            let error = try failure { () throws(PolicyFailure) in
                try process.round(briefing(guests: guests), deadline: deadline)
            }
            #expect(waitpid(process.pid, nil, WNOHANG) == -1, "it was reaped")
            let again = try failure { () throws(PolicyFailure) in
                try process.round(briefing(), deadline: deadline)
            }
            #expect(again == error, "it is not asked again")
            return (error, process.pid)
        }
    }

    @Test("that does not answer is late, by little more than the deadline")
    func late() throws {
        let began = SuspendingClock.now
        let (error, pid) = try roundFailure("complain('thinking\\n')\nhear()\nsleep()", deadline: .milliseconds(300))
        #expect(error.kind == .late)
        #expect(error.sentence == "it did not answer within 300ms")
        #expect(error.reason == Reason("policy-late", remark: error.sentence))
        #expect(error.log == ["thinking"])
        #expect(began.duration(to: .now) < .seconds(15))
        #expect(isGone(pid))
    }

    @Test("that answers a byte at a time is late")
    func trickle() throws {
        let script = """
            hear()
            for byte in (1000).to_bytes(4, "big") + b" " * 996:
                send(bytes([byte]))
                time.sleep(0.01)
            """
        let (error, _) = try roundFailure(script, deadline: .milliseconds(300))
        #expect(error.kind == .late)
    }

    @Test("that never reads is late also when the question is longer than the socket's buffer")
    func neverReads() throws {
        let (error, _) = try roundFailure("sleep()", guests: 5000, deadline: .milliseconds(300))
        #expect(error.kind == .late)
    }

    @Test("that exits has died, and its status and last words are told")
    func exits() throws {
        let (error, _) = try roundFailure("hear()\ncomplain('cannot go on')\nsys.exit(7)")
        #expect(error.kind == .died)
        #expect(error.sentence == "its process exited with status 7")
        #expect(error.log == ["cannot go on"])
        #expect(error.reason.code == "policy-died")
    }

    @Test(
        "that is killed by a signal has died, and the signal is told in words",
        arguments: [
            (SIGKILL, "its process was killed (SIGKILL)"), (SIGILL, "its process trapped (SIGILL)"),
            (SIGSEGV, "its process accessed memory that it does not have (SIGSEGV)"),
            (SIGXCPU, "its process used up its processor time (SIGXCPU)"),
            (SIGUSR2, "its process was killed by signal 12"),
        ])
    func killed(signal: Int32, sentence: String) throws {
        let (error, _) = try roundFailure(
            "signal.signal(signal.SIGUSR2, signal.SIG_DFL)\nhear()\nos.kill(os.getpid(), \(signal))\nsleep()")
        #expect(error.kind == .died)
        #expect(error.sentence == sentence)
    }

    @Test("that closes its socket and lives on has died, and is made to")
    func closes() throws {
        let (error, pid) = try roundFailure("hear()\nos.close(3)\nsleep()")
        #expect(error.kind == .died)
        #expect(error.sentence == "it closed its socket")
        #expect(isGone(pid))
    }

    @Test("that closes everything it has and answers nothing is late or dead, not forgotten")
    func closesOutput() throws {
        let (error, _) = try roundFailure("os.close(1)\nos.close(2)\nhear()\nsleep()", deadline: .milliseconds(300))
        #expect(error.kind == .late)
    }

    @Test("that leaves another process behind takes it along")
    func forks() throws {
        let script = """
            hear()
            child = os.fork()
            if child == 0:
                sleep()
            complain(str(child))
            os._exit(0)
            """
        let (error, _) = try roundFailure(script, deadline: .seconds(2))
        #expect(error.kind == .died)
        #expect(error.sentence == "its process exited with status 0")
        let child = try #require(error.log.first.flatMap { Int32($0) })
        #expect(ends(child))
    }

    @Test("that prints without end is late, and costs no more memory than its last lines")
    func floods() throws {
        let script = """
            hear()
            while True:
                complain("all work and no play\\n" * 3000)
            """
        let (error, _) = try roundFailure(script, deadline: .milliseconds(500))
        #expect(error.kind == .late)
        #expect(error.log.count <= 65)
        #expect(error.log.reduce(0) { $0 + $1.utf8.count } <= 17 << 10)
    }

    @Test("that speaks without being asked makes no sense")
    func unasked() throws {
        let script = """
            number = hear()[1]
            answer(number)
            answer(number + 7)
            sleep()
            """
        try ScriptedHost.started(script) { process in
            let proposals = try process.round(briefing(), deadline: generous)
            #expect(proposals.isEmpty)
            // What it says too much may arrive a moment later than the answer: then it answers a question that was not asked.
            let error = try failure { () throws(PolicyFailure) in
                while true { _ = try process.round(briefing(), deadline: generous) }
            }
            #expect(error.kind == .nonsense)
        }
    }

    @Test(
        "that answers something that has no meaning is told so",
        arguments: [
            ("say_text('')", "its answer is not JSON as agreed"),
            ("say_text('[\"round\",1,[')", "its answer is not as agreed"),
            ("say_text('[' * 100000)", "its answer has more values"),
            ("say_text('[\"round\",1,[' + '0,' * 1000000 + '0]]')", "its answer is not as agreed"),
            ("say_text('[\"round\",1,[[[[[[]]]]]]]')", "its proposal 1 is not a name"),
            ("say_text('[\"round\",1,' + '[' * 1050 + ']' * 1051)", "its proposal 1 is not a name"),
            ("send(b'\\x7f\\xff\\xff\\xff')", "it announced an answer of 2147483647 bytes"),
            ("send(b'\\x00\\x80\\x00\\x01')", "it announced an answer of 8388609 bytes"),
            ("say({'round': 1})", "its answer is not that of a round"),
            ("say(['ready', 1, []])", "its answer is not that of a round"),
            ("say(['round', 1, [], 0])", "its answer is not that of a round"),
            ("say(['round', 'one', []])", "its answer has no round number"),
            ("answer(2)", "it answered round 2 when asked for round 1"),
            ("answer(-1)", "it answered round -1 when asked for round 1"),
            ("say(['round', 1, {}])", "its answer has no list of proposals"),
            ("answer(1, [['a', 0, 'b', None, None]] * 25)", "it made 25 proposals for 2 guests"),
            ("answer(1, [['a', 0, 'b', None]])", "its proposal 1 is not a name"),
            ("answer(1, [['a', 0, 'b', None, None], ['a', '0', 'b', None, None]])", "its proposal 2 is not a name"),
            ("answer(1, [['a', 0.5, 'b', None, None]])", "its proposal 1 is not a name"),
            ("answer(1, [['a', -1, 'b', None, None]])", "it proposed -1 bytes for 'a'"),
            ("answer(1, [['a', 1 << 62, 'b', None, None]])", "it proposed 4611686018427387904 bytes for 'a'"),
            ("answer(1, [['a', 1 << 64, 'b', None, None]])", "its answer is not JSON as agreed"),
            ("answer(1, [['a', 0, 'b', 'much', None]])", "the amount of its proposal 1 is no number"),
            ("answer(1, [['a', 0, 'b', None, 5]])", "the remark of its proposal 1 is no text"),
            ("columns(1, [2], [0], ['b'], [0], [None], [])", "its proposal 1 is for guest 2 of 2"),
            ("columns(1, [-1], [0], ['b'], [0], [None], [])", "its proposal 1 is for guest -1 of 2"),
            ("columns(1, [0], [0], ['b'], [1], [None], [])", "its proposal 1 has no code"),
            ("columns(1, [0, 1], [0], ['b'], [0, 0], [None], [])", "its answer has columns of different lengths"),
            ("columns(1, [0], [-1], ['b'], [0], [None], [])", "it proposed -1 bytes for 'guest-1'"),
            ("columns(1, [0], [0], {}, [0], [None], [])", "its answer is not as agreed"),
            ("columns(1, [0], [0], [7], [0], [None], [])", "its answer is not as agreed"),
            (
                "columns(1, [0], [0], ['b'], [0], [None], [[1, 'late']])",
                "it made a remark on proposal 1 of 1"
            ),
            ("columns(1, [0] * 25, [0], ['b'], [0], [None], [])", "its answer is not as agreed"),
            ("columns(2, [0], [0], ['b'], [0], [None], [])", "it answered round 2 when asked for round 1"),
            ("say_text('[\"round\",1,[0],[0],[\"b\"],[0],[null],[]] ')", "its answer is not as agreed"),
            ("columns(1, [0], [0], ['b'], [0], [None], 0)", "its answer is not as agreed"),
        ])
    func nonsense(script: String, sentence: String) throws {
        let (error, _) = try roundFailure("hear()\n\(script)\nsleep()")
        #expect(error.kind == .nonsense)
        #expect(error.sentence.hasPrefix(sentence), "\(error.sentence)")
        #expect(error.reason.code == "policy-nonsense")
    }

    @Test("whose texts are too long or could steer a terminal has them made fit, and that is counted")
    func repairs() throws {
        let script = """
            number = hear()[1]
            answer(number, [
                ["guest-1", 1, "It's me!", None, "ü" * 300],
                ["guest-2", 2, "good-code-2", None, "red \\x1b[31m\\u202etxt"],
                ["g" * 5000, 3, "--", None, None]])
            sleep()
            """
        try ScriptedHost.started(script) { process in
            let proposals = try process.round(briefing(), deadline: generous)
            #expect(proposals.map(\.reason.code) == ["unnamed", "good-code-2", "unnamed"])
            #expect(proposals[0].reason.remark == String(repeating: "ü", count: 98) + "…")
            #expect(proposals[1].reason.remark == "red  [31m txt")
            #expect(proposals[2].guest.utf8.count == 512)
            #expect(process.repairs.codesReplaced == 2)
            #expect(process.repairs.textsChanged == 3)
        }
    }

    @Test("leaves no descriptor open, however often it fails")
    func leaksNothing() throws {
        try TemporaryDirectory.with { directory in
            let host = try directory.write("#!/bin/sh\nexit 1\n", to: "host", mode: 0o755)
            let before = openDescriptors()
            for _ in 1...150 {
                let error = try failure { () throws(PolicyFailure) in
                    try PolicyProcess(PolicyLaunch(host: host, plugin: "x"))
                }
                #expect(error.kind == .died)
            }
            // Other tests run beside this one and may hold a hundred; a leak would be two for each failure.
            #expect(openDescriptors() < before + 220)
        }
    }

    private func openDescriptors() -> Int {
        guard let listing = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(listing) }
        var count = 0
        while readdir(listing) != nil { count += 1 }
        return count
    }
}
