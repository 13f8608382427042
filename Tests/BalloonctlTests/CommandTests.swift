import BalloonKit
import ControlProtocol
import QMP
import Testing

@testable import balloonctl

@Suite("Each command asks the right thing and shows the answer")
struct CommandTests {
    private func run(_ arguments: String..., asking expected: ControlRequest...) throws -> Outcome {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(words: arguments, to: daemon)
            #expect(daemon.requests == expected)
            #expect(outcome.status == 0)
            #expect(outcome.err == "")
            return outcome
        }
    }

    @Test("list: a row a guest, numbers to the right, the reason in full when it is no terminal")
    func list() throws {
        let outcome = try run("list", asking: .queryGuests(QueryGuests()))
        #expect(
            outcome.lines == [
                "NAME  STATE        ACTUAL  TARGET  MAX   RSS  AVAIL  FLOOR   PIN  REASON",
                "db    socket-busy       -       -    -     -      -      -     -  another client holds the socket",
                "web1  fresh          512M    480M   1G  500M   200M   128M  480M  136 MiB is idle",
            ])
    }

    @Test("show: what is known of one guest, its pin in a sentence")
    func show() throws {
        let outcome = try run("show", "web1", asking: .queryGuests(QueryGuests(guest: "web1")))
        #expect(outcome.lines.contains("actual       512 MiB"))
        #expect(outcome.lines.contains("limits       floor 128 MiB, ceiling its maximum, shares 1000"))
        #expect(outcome.lines.contains("pin          480 MiB for another 1h, set by root: backup"))
        #expect(outcome.lines.contains("last action  reclaim, moved 30s ago: 136 MiB is idle"))
    }

    @Test("set: the size goes as typed")
    func set() throws {
        let outcome = try run("set", "web1", "75%", asking: .setPin(SetPin(guest: "web1", target: .text("75%"))))
        #expect(outcome.out == "web1: pinned to 256 MiB, now 512 MiB of 1 GiB\n")
    }

    @Test("set: span and reason go along")
    func setWithOptions() throws {
        let request = SetPin(guest: "web1", target: .text("max"), duration: .seconds(5400), reason: "nightly backup")
        _ = try run("set", "web1", "max", "--for", "1h30m", "--reason", "nightly backup", asking: .setPin(request))
    }

    @Test("set: what the daemon made of the size is said")
    func setAdjusted() throws {
        let reply = SetPin.Reply(
            guest: "web1", target: .mebibytes(128), expiresIn: .seconds(7200), adjusted: "raised to its floor")
        try FakeDaemon.run({ _ in .reply(reply.json) }) { daemon in
            let outcome = balloonctl("set", "web1", "1M", to: daemon)
            #expect(outcome.out == "web1: pinned to 128 MiB for 2h\nnote: raised to its floor\n")
        }
    }

    @Test("unset")
    func unset() throws {
        let outcome = try run("unset", "web1", asking: .removePin(RemovePin(guest: "web1")))
        #expect(outcome.out == "web1: pin removed\n")
    }

    @Test("limits: shown without options, changed with")
    func limits() throws {
        let shown = try run("limits", "web1", asking: .queryGuests(QueryGuests(guest: "web1")))
        #expect(shown.out == "web1: floor 128 MiB, ceiling its maximum, shares 1000\n")
        let request = SetLimits(guest: "web1", floor: .text("256M"), ceiling: .text("50%"), shares: 500)
        let changed = try run(
            "limits", "web1", "--min", "256M", "--max", "50%", "--shares", "500", asking: .setLimits(request))
        #expect(changed.out == "web1: floor 256 MiB, ceiling its maximum, shares 500\n")
    }

    @Test("pause and resume: of one guest and of all")
    func pause() throws {
        #expect(try run("pause", asking: .pause(Pause())).out == "automatic control is paused\n")
        #expect(try run("pause", "db", asking: .pause(Pause(guest: "db"))).out == "db: paused\n")
        #expect(try run("resume", asking: .resume(Resume())).out == "automatic control is on\n")
        #expect(try run("resume", "db", asking: .resume(Resume(guest: "db"))).out == "db: resumed\n")
    }

    @Test("status: the bar marks the limit, alarms stand out, nothing is said of what is zero")
    func status() throws {
        let outcome = try run("status", asking: .queryStatus(QueryStatus()))
        #expect(outcome.out.contains("[" + String(repeating: "#", count: 37) + "---|---------] 75.0 %"))
        #expect(outcome.out.contains("dry run"))
        #expect(outcome.lines.contains("ALARM     host-swapping: the host swaps out"))
        #expect(outcome.lines.contains("guests    7 fresh, 1 stale"))
        #expect(outcome.lines.contains("rung      merge; KSM scanning, saves 700 MiB, held by an operator (start)"))
        #expect(!outcome.out.contains("timeouts"))
    }

    @Test("explain: sentences for all, inputs for one")
    func explain() throws {
        let all = try run("explain", asking: .explain(Explain()), .queryMoves(QueryMoves(limit: 5)))
        #expect(all.out.contains("136 MiB is idle; no more than 32 MiB at a time."))
        #expect(!all.out.contains("step-limit"))
        #expect(all.lines.contains { $0.hasPrefix("web1 was cut 512 MiB at 15:03:11 because the pool was forecast") })
        #expect(all.lines.contains("used         12 GiB, rising by 50 MiB/s"))
        #expect(all.lines.contains("coming back  64 MiB, already asked of guests"))
        let one = try run(
            "explain", "web1", asking: .explain(Explain(guest: "web1")),
            .queryMoves(QueryMoves(guest: "web1", limit: 5)))
        let guardrail = one.lines.first { $0.hasPrefix("guardrail ") }
        #expect(guardrail?.hasSuffix("  step-limit: no more than 32 MiB at a time") == true)
        #expect(one.lines.contains { $0.hasPrefix("working set ") && $0.hasSuffix(" 312 MiB") })
    }

    @Test("ksm: totals and a row a guest")
    func ksm() throws {
        let outcome = try run("ksm", asking: .queryKSM(QueryKSM()))
        #expect(outcome.lines.contains("ksm    scanning, 1000 pages every 20.0 ms, advisor none"))
        #expect(outcome.lines.contains { $0.hasSuffix("resting: it does not pay (for 10m more)") }, "\(outcome.lines)")
        #expect(outcome.lines.contains { $0.hasSuffix("stop by root, until 'ksm auto'") })
        #expect(outcome.lines.last == "db    no               -       -  its memory is shared")
        let status = try run("ksm", "status", asking: .queryKSM(QueryKSM()))
        #expect(status.lines.first == outcome.lines.first && !status.out.contains("MERGEABLE"))
        let guests = try run("ksm", "guests", asking: .queryKSM(QueryKSM()))
        #expect(guests.lines.count == 2 && guests.lines.last == outcome.lines.last)
    }

    @Test("ksm: each action is asked for by its name", arguments: SetKSM.Action.allCases)
    func ksmActions(_ action: SetKSM.Action) throws {
        let outcome = try run("ksm", action.rawValue, asking: .setKSM(SetKSM(action: action)))
        #expect(outcome.lines == ["nothing is merged until 'balloonctl ksm auto'", "700 MiB was unmerged"])
    }

    @Test("reload")
    func reload() throws {
        #expect(try run("reload", asking: .reload(Reload())).out == "configuration reloaded\n")
    }

    @Test(
        "--json prints the reply as the daemon sent it, fields of a newer daemon too",
        arguments: [
            ["list"], ["show", "web1"], ["set", "web1", "1G"], ["unset", "web1"], ["limits", "web1"],
            ["limits", "web1", "--min", "1G"], ["pause"], ["resume", "web1"], ["status"], ["history"],
            ["history", "--moves"],
            ["report"], ["plot"], ["explain", "--since", "1h"], ["ksm"],
            ["ksm", "status"], ["ksm", "stop"],
            ["reload"],
        ])
    func json(arguments: [String]) throws {
        @Sendable func newer(_ request: ControlRequest) -> JSONValue {
            guard case .reply(var value) = Replies.answer(request) else { return nil }
            value["of-tomorrow"] = true
            return value
        }
        try FakeDaemon.run({ .reply(newer($0)) }) { daemon in
            let outcome = balloonctl(words: arguments + ["--json"], to: daemon)
            let request = try #require(daemon.requests.first)
            #expect(outcome == Outcome(status: 0, out: newer(request).pretty() + "\n", err: ""))
        }
    }

    @Test(
        "global options work before and after the command",
        arguments: [
            ["--socket", "PATH", "--json", "list"], ["list", "--socket", "PATH", "--json"],
            ["--json", "list", "--socket=PATH"], ["--socket=PATH", "--timeout", "3s", "list", "--json"],
        ])
    func globalOptions(words: [String]) throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let words = words.map { $0.replacing("PATH", with: daemon.path) }
            let outcome = balloonctl(words: words, in: Surroundings(socket: "/nonexistent"))
            #expect(outcome.status == 0 && outcome.err == "", "\(outcome)")
            #expect(outcome.out.hasPrefix("{"))
            #expect(daemon.requests == [.queryGuests(QueryGuests())])
        }
    }

    @Test("global options without a command are wrong usage, and say what is missing")
    func noCommand() {
        let outcome = balloonctl("--json", in: Surroundings())
        #expect(outcome.status == 64)
        #expect(outcome.err.contains("a command is missing"))
        #expect(balloonctl("--json", "--version", in: Surroundings()).out == "\(ProjectVersion.current)\n")
    }

    @Test("watch: a line an event until the daemon ends, which is an error")
    func watch() throws {
        let events: [ControlEvent] = [
            .cycle(CycleEvent(status: Replies.status, guests: Replies.guests.guests)),
            .decision(
                DecisionEvent(
                    cycle: 12, guest: "web1", action: "reclaim", actual: .mebibytes(512), target: .mebibytes(480),
                    reason: ReasonReport(code: "idle-memory", sentence: "136 MiB is idle"))),
            .guestState(GuestStateEvent(guest: "db", state: .fresh, previous: .stale)),
            .pinExpired(PinExpiredEvent(guest: "web1", target: .mebibytes(480))),
            .rungChanged(RungChangedEvent(rung: "merge", previous: "reclaim")),
        ]
        try FakeDaemon.run({ _ in .events([:], events) }) { daemon in
            let outcome = balloonctl("watch", to: daemon)
            #expect(daemon.requests == [.watch(Watch(enable: true))])
            #expect(
                outcome.lines == [
                    "12:00:00 cycle 12: usage 75.0 % of 80.0 %, rung merge, 1 of 2 guests fresh",
                    "12:00:00 web1: reclaim 512 MiB -> 480 MiB: 136 MiB is idle",
                    "12:00:00 db: stale -> fresh",
                    "12:00:00 web1: pin to 480 MiB expired",
                    "12:00:00 rung reclaim -> merge",
                ])
            #expect(outcome.status == 69)
            #expect(outcome.err == "balloonctl: balloond ended the connection\n")
        }
    }

    @Test("watch on a terminal: the last cycle drawn in place, what happened under it, all within the screen")
    func watchOnTerminal() throws {
        var guests: [GuestReport] = []
        for number in 1...30 { guests.append(GuestReport(name: "g\(number)", state: .fresh)) }
        let cycle = ControlEvent.cycle(CycleEvent(status: Replies.status, guests: guests))
        let expired = ControlEvent.pinExpired(PinExpiredEvent(guest: "web1", target: .mebibytes(480)))
        try FakeDaemon.run({ _ in .events([:], [cycle, expired, cycle]) }) { daemon in
            let outcome = balloonctl(
                "watch", in: Surroundings(socket: daemon.path, width: 70, height: 20))
            let frames = outcome.out.split(separator: "\u{1b}[H").dropFirst().map { frame in
                frame.replacing("\u{1b}[K", with: "").replacing("\u{1b}[J", with: "")
            }
            #expect(frames.count == 2)
            let lines = try #require(frames.last).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first == "12:00:00, cycle 12, rung merge")
            #expect(lines[1].hasSuffix("75.0 % used, limit 80.0 %"))
            #expect(lines.count == 20)
            #expect(lines.allSatisfy { $0.count <= 70 })
            #expect(lines.contains("12:00:00 web1: pin to 480 MiB expired"))
            #expect(lines.contains { $0.hasPrefix("... and ") })
        }
    }

    @Test("watch --json: one object a line")
    func watchJSON() throws {
        let event = ControlEvent.pinExpired(PinExpiredEvent(guest: "web1", target: .mebibytes(480)))
        try FakeDaemon.run({ _ in .events([:], [event, event]) }) { daemon in
            let lines = balloonctl("watch", "--json", to: daemon).lines
            #expect(lines.count == 2)
            let first = try JSONValue(parsing: Array(try #require(lines.first).utf8))
            #expect(first["event"] == "PIN_EXPIRED")
            #expect(first["data"] == event.data)
        }
    }
}
