import ControlProtocol
import Glibc
import QMP
import Testing

@testable import balloonctl

@Suite("What goes wrong has its own exit status and a way out")
struct FailureTests {
    @Test("No socket: says which, and how to start a daemon")
    func noSocket() {
        let outcome = balloonctl("list", in: Surroundings(socket: "/nonexistent/control.sock"))
        #expect(outcome.status == 69)
        #expect(outcome.out == "")
        #expect(outcome.err.contains("there is no socket /nonexistent/control.sock"))
        #expect(outcome.err.contains("systemctl start balloond"))
        #expect(outcome.err.contains("balloond --config"))
    }

    @Test("A socket left over by a dead daemon")
    func leftOverSocket() throws {
        let directory = try temporaryDirectory()
        let path = directory + "/s"
        close(try listeningSocket(path))
        defer {
            unlink(path)
            rmdir(directory)
        }
        let outcome = balloonctl("set", "web1", "1G", in: Surroundings(socket: path))
        #expect(outcome.status == 69)
        #expect(outcome.err.contains("nobody listens on \(path)"))
    }

    @Test("--socket wins over the environment")
    func socketOption() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(
                "unset", "web1", "--socket", daemon.path, in: Surroundings(socket: "/nonexistent/control.sock"))
            #expect(outcome.status == 0)
        }
    }

    @Test("No permission: says for whom the socket is")
    func noPermission() throws {
        let error = connectError(path: "/", failure: UnixSocket.Failure(number: EACCES))
        #expect(error.exitStatus == 77)
        #expect(error.description.contains("no permission to use /"))
        #expect(error.description.contains("sudo"))
        let directory = try temporaryDirectory()
        defer { rmdir(directory) }
        // Group 2 is `bin` on every Linux system.
        try #require(chown(directory, uid_t.max, 2) == 0 || geteuid() != 0)
        guard geteuid() == 0 else { return }
        let grouped = connectError(path: directory, failure: UnixSocket.Failure(number: EACCES))
        #expect(grouped.description.contains("the group 'bin'"))
    }

    @Test("A path too long for a socket is the caller's mistake")
    func longPath() {
        let path = "/" + String(repeating: "a", count: 120)
        #expect(balloonctl("list", in: Surroundings(socket: path)).status == 64)
    }

    @Test("The daemon refuses: its words, status 1")
    func refused() throws {
        try FakeDaemon.run({ _ in .refuse(QMPServerError(.genericError, "web1 has no balloon")) }) { daemon in
            #expect(
                balloonctl("set", "web1", "1G", to: daemon)
                    == Outcome(status: 1, out: "", err: "balloonctl: web1 has no balloon\n"))
        }
    }

    @Test("The daemon does not let this user change things: status 77")
    func notAllowed() throws {
        try FakeDaemon.run({ _ in .refuse(QMPServerError(.permissionDenied, "pins are for the admin group")) }) {
            let outcome = balloonctl("set", "web1", "1G", to: $0)
            #expect(outcome.status == 77)
            #expect(outcome.err.contains("pins are for the admin group"))
        }
    }

    @Test(
        "An unknown guest: the nearest name is suggested",
        arguments: [
            ["set", "wbe1", "1G"], ["show", "wbe1"], ["unset", "wbe1"], ["limits", "wbe1"],
            ["limits", "wbe1", "--min", "1G"], ["pause", "wbe1"], ["resume", "wbe1"], ["explain", "wbe1"],
            ["annotate", "wbe1"], ["annotate", "wbe1", "tier=gold"],
        ])
    func unknownGuest(arguments: [String]) throws {
        let script: FakeDaemon.Script = { request in
            request == .queryGuests(QueryGuests()) ? .reply(Replies.guests.json) : Replies.unknownGuest("wbe1")
        }
        try FakeDaemon.run(script) { daemon in
            #expect(
                balloonctl(words: arguments, to: daemon)
                    == Outcome(
                        status: 1, out: "", err: "balloonctl: there is no guest 'wbe1': did you mean 'web1'?\n"))
        }
    }

    @Test("A newer or broken daemon whose reply cannot be read: status 70, with the field")
    func unreadableReply() throws {
        try FakeDaemon.run({ _ in .reply(["guests": [["name": "web1"]]]) }) { daemon in
            let outcome = balloonctl("list", to: daemon)
            #expect(outcome.status == 70)
            #expect(outcome.err.contains("'guests[0].state' is missing"))
        }
    }

    @Test("Something that does not speak QMP: status 70", arguments: ["HTTP/1.1 400 Bad Request\r\n", "{\"a\":1}\n"])
    func notQMP(text: String) throws {
        try FakeDaemon.run({ _ in .bytes(Array(text.utf8)) }) { daemon in
            #expect(balloonctl("list", to: daemon).status == 70)
        }
    }

    @Test("The connection ends before the answer: says that the outcome is not known")
    func hangUp() throws {
        try FakeDaemon.run({ _ in .hangUp }) { daemon in
            let outcome = balloonctl("set", "web1", "1G", to: daemon)
            #expect(outcome.status == 69)
            #expect(outcome.err.contains("whether it took effect"))
        }
    }

    @Test("No answer within --timeout: status 69")
    func silence() throws {
        try FakeDaemon.run({ _ in .silence }) { daemon in
            let outcome = balloonctl("list", "--timeout", "20ms", to: daemon)
            #expect(outcome.status == 69)
            #expect(outcome.err.contains("does not answer on \(daemon.path) within 20ms"))
        }
    }

    @Test(
        "Wrong usage: status 64, before anything is sent",
        arguments: [
            (["set", "web1", "512"], "has no unit"), (["set", "web1", "lots"], "is not a size"),
            (["set", "web1", "120%"], "between 0% and 100%"), (["set", "web1"], "Missing expected argument"),
            (["set", "web1", "1G", "--for", "soon"], "is not a time"),
            (["limits", "web1", "--shares", "0"], "1 to 50000"),
            (["list", "--bogus"], "--bogus"), (["frobnicate"], "frobnicate"),
            (["list", "--timeout", "0s"], "a timeout of nothing"),
            (["set", "web1", "-1G"], "Missing expected argument"),
        ] as [([String], String)])
    func usage(arguments: [String], complaint: String) throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl(words: arguments, to: daemon)
            #expect(outcome.status == 64)
            #expect(outcome.out == "")
            #expect(outcome.err.contains(complaint))
            #expect(daemon.requests.isEmpty)
        }
    }

    @Test("Help and version go to standard output with status 0; help tells the exit statuses")
    func help() {
        let help = balloonctl("--help", in: Surroundings())
        #expect(help.status == 0)
        #expect(help.err == "")
        for status in [0, 1, 2, 64, 69, 77] { #expect(help.out.contains(" \(status) ")) }
        #expect(balloonctl("--version", in: Surroundings()) == Outcome(status: 0, out: "0.1.0\n", err: ""))
    }
}
