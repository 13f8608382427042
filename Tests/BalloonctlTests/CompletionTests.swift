import BalloonKit
import ControlProtocol
import QMP
import Testing

@testable import balloonctl

/// What the scripts of `--generate-completion-script` ask for while somebody types.
@Suite("completion of guests' names") struct CompletionTests {
    /// As bash asks about the last word of a line.
    private func offered(_ command: String, _ line: String...) -> Outcome {
        let words = ["balloonctl"] + line + [""]
        return balloonctl(
            words: ["---completion", command, "--", "positional@0", "\(words.count - 1)", "0"] + words,
            in: Surroundings())
    }

    @Test(
        "every command that takes a guest offers those there are",
        arguments: [
            "show", "explain", "history", "plot", "doctor", "set", "unset", "limits", "pause", "resume", "annotate",
        ])
    func commands(command: String) throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = offered(command, command, "--socket", daemon.path)
            #expect(outcome == Outcome(status: 0, out: "db\nweb1\n", err: ""))
            #expect(daemon.requests == [.queryGuests(QueryGuests())])
        }
    }

    @Test("the socket is the one that the line names, also as bash takes it apart")
    func socket() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            #expect(offered("set", "set", "--socket=\(daemon.path)").out == "db\nweb1\n")
            #expect(offered("set", "set", "--socket", "=", daemon.path).out == "db\nweb1\n")
            #expect(offered("set", "set", "--socket").out == "")
        }
    }

    @Test("names that a shell would read as something else are left out")
    func names() throws {
        let names = ["web-1", "$(reboot)", "`reboot`", "a b", "-x", "x;y", "a\"b", "a'b", "a\\b", "*", "データ", "v:2@x"]
        let guests = names.map { GuestReport(name: $0, state: .fresh) }
        try FakeDaemon.run({ _ in .reply(QueryGuests.Reply(guests: guests).json) }) { daemon in
            #expect(offered("set", "set", "--socket", daemon.path).lines == ["web-1", "データ", "v:2@x"])
        }
    }

    @Test("without a daemon, with one that refuses, hangs up or is no daemon: nothing, and no complaint")
    func nobody() throws {
        let nothing = Outcome(status: 0, out: "", err: "")
        #expect(offered("set", "set", "--socket", "/nonexistent/control.sock") == nothing)
        for answer in [FakeDaemon.Answer.refuse(.commandNotFound("x")), .hangUp, .bytes(Array("SSH-2.0\n".utf8))] {
            try FakeDaemon.run({ _ in answer }) { daemon in
                #expect(offered("set", "set", "--socket", daemon.path) == nothing)
            }
        }
    }

    @Test("a daemon that does not answer is not waited for")
    func silent() throws {
        try FakeDaemon.run({ _ in .silence }) { daemon in
            let clock = ContinuousClock()
            let span = clock.measure {
                #expect(offered("set", "set", "--socket", daemon.path) == Outcome(status: 0, out: "", err: ""))
            }
            #expect(span < .seconds(1))
        }
    }

    @Test("no ssh is started for a key")
    func otherHost() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = offered("set", "set", "--socket", daemon.path, "--host", "ssh://web1")
            #expect(outcome == Outcome(status: 0, out: "", err: ""))
            #expect(daemon.requests.isEmpty)
        }
    }
}
