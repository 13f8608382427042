import BalloonKit
import Glibc
import PolicySupervisor
import Testing

private let generous = Duration.seconds(20)

@Suite("A plugin's process that behaves")
struct PolicyProcessTests {
    @Test("tells its manifest and answers round by round")
    func answers() throws {
        let script = """
            names = []
            while True:
                _, number, pool, guests = hear()
                # A row begins with what is steady about its guest, or with 0 where that is as before.
                names = [row[0][0] if row[0] else names[place] for place, row in enumerate(guests)]
                answer(number, [[name, 1 << 30, "night-time", 4096, "it is late"] for name in names])
            """
        try ScriptedHost.started(script) { process in
            #expect(process.manifest.name == "scripted")
            #expect(process.manifest.version == "1.2")
            #expect(process.manifest.summary == "Does what it is told.")
            for _ in 1...3 {
                let proposals = try process.round(briefing(), deadline: generous)
                let reason = Reason("night-time", amount: .kibibytes(4), remark: "it is late")
                #expect(
                    proposals == [
                        Proposal(guest: "guest-1", target: .gibibytes(1), reason: reason),
                        Proposal(guest: "guest-2", target: .gibibytes(1), reason: reason),
                    ])
            }
            #expect(process.repairs == ReplyRepairs())
            #expect(process.log.isEmpty)
        }
    }

    @Test(
        "is given its plugin and its memory, and nothing of ours: no descriptor, blocked signal, terminal or variable")
    func isolated() throws {
        var blocked = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGUSR1)
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        // Somebody's descriptor that is not close-on-exec.
        let stray = open("/dev/null", O_RDONLY)
        defer { close(stray) }
        let script = """
            mask = [line for line in open("/proc/self/status") if line.startswith("SigBlk")][0].split()[1]
            names = sorted(os.environ)
            ready(json.dumps([sys.argv[1:], os.listdir("/proc/self/fd")[:-1], mask, os.getsid(0) == os.getpid(), names]))
            """
        try ScriptedHost.with(script) { host in
            var launch = host.launch
            launch.memory = .mebibytes(64)
            let process = try PolicyProcess(launch)
            defer { process.stop() }
            let summary = process.manifest.summary
            #expect(summary.hasPrefix(#"[["--memory", "67108864", "/some/plugin.so"], ["0", "1", "2", "3"], "#))
            #expect(summary.contains(#""0000000000000000", true, ["#))
            #expect(summary.contains(#""SWIFT_BACKTRACE""#))
            #expect(!summary.contains("HOME"))
        }
    }

    @Test("may answer in columns: places of guests, names that are not in the question, codes once each")
    func columns() throws {
        let script = """
            hear()
            columns(1, [1, "gone"], [1 << 30, 4096], ["night-time"], [0, 0], [None, 7], [[1, "who?"]])
            """
        try ScriptedHost.started(script) { process in
            let proposals = try process.round(briefing(), deadline: generous)
            #expect(
                proposals == [
                    Proposal(guest: "guest-2", target: .gibibytes(1), reason: Reason("night-time")),
                    Proposal(
                        guest: "gone", target: .page,
                        reason: Reason("night-time", amount: ByteCount(7), remark: "who?")),
                ])
        }
    }

    @Test("may print a lot and answer: the last lines are kept, the others counted")
    func prints() throws {
        let script = """
            while True:
                number = hear()[1]
                complain("".join("line %d of %d\\n" % (line, number) for line in range(10000)))
                answer(number)
            """
        try ScriptedHost.started(script) { process in
            for _ in 1...2 {
                let proposals = try process.round(briefing(), deadline: generous)
                #expect(proposals.isEmpty)
            }
            #expect(process.log.count == 64)
            #expect(process.log.last?.hasPrefix("line ") == true)
            #expect(process.linesDropped > 1000)
            #expect(process.printed > 100_000)
        }
    }

    @Test("takes a question that is longer than any socket's buffer")
    func longQuestion() throws {
        let script = """
            _, number, _, guests = hear()
            answer(number, [[guests[-1][0][0], len(guests), "last", None, None]])
            """
        try ScriptedHost.started(script) { process in
            let proposals = try process.round(briefing(guests: 5000), deadline: generous)
            #expect(proposals == [Proposal(guest: "guest-5000", target: ByteCount(5000), reason: Reason("last"))])
        }
    }

    @Test("ends when it is told to, and is gone afterwards")
    func stops() throws {
        try ScriptedHost.with("ready()\nhear()\n") { host in
            let process = try PolicyProcess(host.launch)
            process.stop()
            #expect(waitpid(process.pid, nil, WNOHANG) == -1, "it was reaped")
            let error = try failure { () throws(PolicyFailure) in
                try process.round(briefing(), deadline: generous)
            }
            #expect(error.kind == .died)
            process.stop()
        }
    }

    @Test("is killed when it does not end although it is told to")
    func stubborn() throws {
        try ScriptedHost.with("ready()\nsleep()\n") { host in
            let process = try PolicyProcess(host.launch)
            process.stop()
            #expect(waitpid(process.pid, nil, WNOHANG) == -1)
        }
    }

    @Test("is gone with whoever held it")
    func forgotten() throws {
        try ScriptedHost.with("ready()\nsleep()\n") { host in
            var process: PolicyProcess? = try PolicyProcess(host.launch)
            let pid = try #require(process?.pid)
            #expect(!isGone(pid))
            process = nil
            #expect(isGone(pid))
        }
    }
}
