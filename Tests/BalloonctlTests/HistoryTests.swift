import BalloonKit
import ControlProtocol
import ControlSamples
import Glibc
import QMP
import Testing

@testable import balloonctl

@Suite("explain, history and plot tell of the past")
struct HistoryTests {
    private static let hourAgo = UnixTime(milliseconds: Samples.moment.milliseconds - 3_600_000)

    private func run(_ words: String..., asking expected: ControlRequest...) throws -> Outcome {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(words: words, to: daemon)
            #expect(daemon.requests == expected)
            #expect(outcome.status == 0 && outcome.err == "", "\(outcome.err)")
            return outcome
        }
    }

    @Test("explain --since: the pool's course, then each move, then what is not told")
    func since() throws {
        let outcome = try run(
            "explain", "web1", "--since", "1h", "--limit", "2",
            asking: .queryMoves(QueryMoves(guest: "web1", since: Self.hourAgo, until: Samples.moment, limit: 2)),
            .queryHistory(QueryHistory(since: Self.hourAgo, until: Samples.moment, points: 300)))
        #expect(outcome.lines.first?.hasPrefix("14:03 to 15:03: the pool went from 62.5 % to 76.6 %") == true)
        #expect(outcome.lines.contains { $0.hasPrefix("web1 was cut 512 MiB at 15:03:11 because") })
        #expect(outcome.lines.contains { $0.hasPrefix("db got 256 MiB back at 15:03:16 because") })
        #expect(outcome.lines.last == "there were more: these are the latest 2, --limit tells more")
    }

    @Test("explain --at: half a minute to either side, and what was done before where that is nothing")
    func at() throws {
        let script: FakeDaemon.Script = { request in
            guard case .queryMoves(let query) = request else { return Replies.answer(request) }
            return .reply(QueryMoves.Reply(moves: query.since == nil ? [Samples.cut] : []).json)
        }
        try FakeDaemon.run(script) { daemon in
            let outcome = balloonctl("explain", "web1", "--at", "15:00", to: daemon)
            guard case .queryMoves(let query) = daemon.requests.first else { return #expect(Bool(false)) }
            #expect(query.until.map { $0.since(query.since ?? $0) } == .seconds(60))
            #expect(
                outcome.lines.contains("web1 was not moved within half a minute of 15:00:00; the last move before:"))
            #expect(outcome.lines.last?.hasPrefix("web1 was cut 512 MiB at 15:03:11") == true)
        }
    }

    @Test("explain still tells of now where a daemon is from before there was a history")
    func oldDaemon() throws {
        let script: FakeDaemon.Script = { request in
            if case .explain = request { return Replies.answer(request) }
            return .refuse(QMPServerError(.commandNotFound, "The command has not been found"))
        }
        try FakeDaemon.run(script) { daemon in
            let now = balloonctl("explain", to: daemon)
            #expect(now.status == 0 && now.out.contains("136 MiB is idle; no more than 32 MiB at a time."))
            #expect(
                now.out.contains(
                    "the last moves cannot be told: this balloond knows nothing of the past: it was built before"))
            for words in [["history"], ["plot"], ["report"], ["explain", "--since", "1h"], ["history", "--moves"]] {
                let outcome = balloonctl(words: words, to: daemon)
                #expect(outcome.status == 1 && outcome.out == "", "\(words)")
                #expect(
                    outcome.err.contains("this balloond knows nothing of the past: it was built before this balloonctl")
                )
            }
        }
    }

    @Test("explain --json holds the reply and the moves with every input")
    func json() throws {
        let outcome = try run(
            "explain", "--json", asking: .explain(Explain()), .queryMoves(QueryMoves(limit: 5)))
        let json = try JSONValue(parsing: Array(outcome.out.utf8))
        #expect(json["guests"] == Samples.explanation.json["guests"])
        #expect(json["moves"] == Samples.moves.json["moves"])
    }

    @Test("explain --why-not: what stands in the way, and the command that removes it")
    func whyNot() throws {
        let outcome = try run(
            "explain", "web1", "--why-not", "grow", asking: .explain(Explain(guest: "web1")),
            .queryGuests(QueryGuests()),
            .queryStatus(QueryStatus()))
        #expect(outcome.lines.first == "web1 is not given memory:")
        #expect(outcome.lines[1] == "  - balloond is in a dry run: it decides and explains, and sends nothing")
        #expect(outcome.lines[4] == "  - it is pinned to 480 MiB by root (backup), for another 1h")
        #expect(outcome.lines.contains("      balloonctl unset web1"))
        let json = try run(
            "explain", "web1", "--why-not", "shrink", "--json", asking: .explain(Explain(guest: "web1")),
            .queryGuests(QueryGuests()), .queryStatus(QueryStatus()))
        let value = try JSONValue(parsing: Array(json.out.utf8))
        #expect(value["why_not"] == "shrink" && value["happening"]?.string?.hasPrefix("it is being cut") == true)
        #expect(value["explanation"] == Samples.explanation.json["guests"]?[0])
        #expect(value["status"]?["cycle"] != nil && value["guests"]?[1]?["name"] == "web1")
    }

    @Test(
        "words that do not go together are the caller's mistake",
        arguments: [
            ["explain", "--why-not", "grow"], ["explain", "web1", "--why-not", "fly"],
            ["explain", "--at", "14:00", "--since", "1h"], ["explain", "web1", "--why-not", "grow", "--at", "1h"],
            ["history", "--since", "23:59"], ["history", "--since", "14:00", "--until", "13:00"],
            ["history", "--rows", "0"],
            ["plot", "--svg", "a", "--html", "b"], ["plot", "--height", "2"], ["report", "--until", "soon"],
            ["explain", "--limit", "1001"],
        ])
    func usage(words: [String]) {
        let outcome = balloonctl(words: words, in: Surroundings(socket: "/nonexistent/control.sock"))
        #expect(outcome.status == 64 && outcome.out == "", "\(outcome.err)")
    }

    @Test("history: a row a step, what was not recorded left out")
    func history() throws {
        let outcome = try run(
            "history", "--rows", "10",
            asking: .queryHistory(QueryHistory(since: Self.hourAgo, until: Samples.moment, points: 10)))
        #expect(outcome.lines.count == 10)
        #expect(
            outcome.lines[0].split(separator: " ") == [
                "TIME", "USED", "PEAK", "LINE", "OVER", "MEMORY", "PRESSURE", "MERGED", "DISTRESS", "RUNG",
            ])
        #expect(
            outcome.lines[7].split(separator: " ") == [
                "15:00", "73.4", "%", "82.8", "%", "80.0", "%", "3.2", "s", "47G", "0.1", "%", "700M", "2", "squeeze",
            ])
        let guest = try run(
            "history", "web1",
            asking: .queryHistory(QueryHistory(guest: "web1", since: Self.hourAgo, until: Samples.moment, points: 30)))
        #expect(
            guest.lines[1].split(separator: " ") == ["14:53", "2G", "1.9G", "2G", "1.4G", "600M", "1.8G", "512M", "4G"])
    }

    @Test("history --moves: a row a move with its outcome")
    func moves() throws {
        let outcome = try run(
            "history", "--moves", "--since", "2026-11-23",
            asking: .queryMoves(
                QueryMoves(
                    since: UnixTime(milliseconds: Samples.moment.milliseconds - 54_191_000), until: Samples.moment,
                    limit: 100)))
        #expect(
            outcome.lines[1].split(separator: " ") == [
                "15:03:11", "web1", "-512M", "1.5G", "505M", "arrived", "it", "holds", "900", "MiB", "idle",
            ])
    }

    @Test("plot: the pool's usage in the terminal, a guest's memory below it")
    func plot() throws {
        let dayAgo = UnixTime(milliseconds: Samples.moment.milliseconds - 86_400_000)
        let outcome = try run(
            "plot", "web1", "--height", "5", "--ascii",
            asking: .queryHistory(QueryHistory(guest: "web1", since: dayAgo, until: Samples.moment, points: 160)))
        #expect(outcome.lines[0] == "Usage of the pool" && outcome.lines[9] == "Memory of web1")
        #expect(outcome.out.unicodeScalars.allSatisfy { $0.isASCII })
        #expect(outcome.lines[6].hasSuffix("12:00") && outcome.lines[6].contains("23 Nov"))
    }

    @Test("plot --svg and --html write pictures, to standard output with -")
    func pictures() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let svg = balloonctl("plot", "--svg", "-", to: daemon)
            #expect(
                svg.out.hasPrefix("<?xml") && svg.out.contains("prefers-color-scheme:dark")
                    && svg.out.hasSuffix("</svg>\n"))
            let html = balloonctl("plot", "web1", "--html", "-", to: daemon)
            #expect(html.out.hasPrefix("<!DOCTYPE html>") && html.out.contains("Memory of web1"))
            #expect(html.out.contains("<title>web1 was cut 512 MiB at 15:03:11 because"))
            let missing = balloonctl("plot", "--svg", "/nonexistent/a.svg", to: daemon)
            #expect(missing.status == 73)
            #expect(missing.err == "balloonctl: /nonexistent/a.svg cannot be written: No such file or directory\n")
        }
    }

    @Test("a period of which nothing is remembered says so")
    func nothing() throws {
        let script: FakeDaemon.Script = { request in
            switch request {
            case .queryMoves: .reply(QueryMoves.Reply(moves: []).json)
            case .queryHistory: .reply(QueryHistory.Reply(step: .seconds(1), pool: []).json)
            case .queryPeriod: .reply(Samples.barePeriod.json)
            default: Replies.answer(request)
            }
        }
        try FakeDaemon.run(script) { daemon in
            #expect(balloonctl("history", to: daemon).out == "nothing was recorded from 14:03 to 15:03\n")
            #expect(balloonctl("history", "--moves", to: daemon).out == "no moves from 14:03 to 15:03\n")
            #expect(balloonctl("plot", to: daemon).out == "Usage of the pool\nnothing was recorded\n")
            #expect(
                balloonctl("explain", "--since", "1h", to: daemon).lines == [
                    "14:03 to 15:03: nothing was recorded of the pool", "", "no guest was moved 14:03 to 15:03",
                ])
            let report = balloonctl("report", to: daemon)
            #expect(report.lines.last == "balloond did not run, or its history is off.")
            #expect(balloonctl("report", "-o", "-", to: daemon).out.contains("Nothing was recorded in this period."))
        }
    }
}
