import ControlProtocol
import Glibc
import Testing

@testable import balloonctl

/// A directory first in PATH with an `ssh` of our own in it: a script that does what the host's name says.
///
/// `daemon` relays to a fake daemon's socket by way of a small Python program, as `balloonctl connect` would.
@Suite("--host: one command on other hosts", .serialized) struct RemoteTests {
    private static let script = """
        #!/bin/sh
        while [ "$1" != "--" ]; do shift; done
        case "$2" in
          daemon*) exec python3 -c '
        import os, socket, sys, threading
        s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
        def up():
            while data := os.read(0, 4096): s.sendall(data)
            s.shutdown(socket.SHUT_WR)
        threading.Thread(target=up, daemon=True).start()
        while data := s.recv(4096): os.write(1, data)
        ' "$FAKE_SOCKET" ;;
          bare) echo "bash: line 1: balloonctl: command not found" >&2; exit 127 ;;
          old) echo "Error: Unexpected argument" >&2; exit 64 ;;
          stranger) echo "Host key verification failed." >&2; exit 255 ;;
          closed) echo "ops@closed: Permission denied (publickey)." >&2; exit 255 ;;
          down) echo "ssh: connect to host down port 22: No route to host" >&2; exit 255 ;;
          stopped) echo "balloonctl: balloond is not running: there is no socket /run/x" >&2; exit 69 ;;
          mute) exec sleep 30 ;;
        esac
        """

    private func withSSH<Result>(_ body: (FakeDaemon) throws -> Result) throws -> Result {
        let directory = try temporaryDirectory()
        let path = directory + "/ssh"
        let file = try #require(fopen(path, "we"))
        fputs(Self.script, file)
        fclose(file)
        chmod(path, 0o755)
        let before = String(cString: getenv("PATH"))
        setenv("PATH", "\(directory):\(before)", 1)
        defer {
            setenv("PATH", before, 1)
            unlink(path)
            rmdir(directory)
        }
        return try FakeDaemon.run(Replies.answer) { daemon in
            setenv("FAKE_SOCKET", daemon.path, 1)
            return try body(daemon)
        }
    }

    private func run(_ words: String...) throws -> Outcome {
        try withSSH { _ in balloonctl(words: words, in: Surroundings()) }
    }

    @Test("One host: the answer as it would be there, and changes go through")
    func oneHost() throws {
        let here = try FakeDaemon.run(Replies.answer) { balloonctl("list", to: $0) }
        let there = try run("--host", "ssh://daemon", "list")
        #expect(there == here && there.status == 0)
        let set = try withSSH { daemon in
            let outcome = balloonctl("set", "web1", "256M", "--host", "daemon", in: Surroundings())
            #expect(daemon.requests == [.setPin(SetPin(guest: "web1", target: .text("256M")))])
            return outcome
        }
        #expect(set.status == 0)
    }

    @Test("Several hosts: each line under its host's name, the worst status, none waits for another")
    func manyHosts() throws {
        let outcome = try run("pause", "--host", "daemon1", "--host", "down", "--host", "daemon2")
        #expect(outcome.status == 69)
        let lines = outcome.lines
        #expect(lines.contains { $0.hasPrefix("daemon1: ") } && lines.contains { $0.hasPrefix("daemon2: ") })
        #expect(
            outcome.err
                == "down:    balloonctl: down cannot be reached: ssh: connect to host down port 22: No route to host\n")
    }

    @Test("With --json one object, by host")
    func json() throws {
        let outcome = try run("status", "--json", "--host", "daemon1", "--host", "down")
        #expect(outcome.status == 69)
        #expect(outcome.out.contains("\"daemon1\": {") && outcome.out.contains("\"down\": null"))
    }

    @Test(
        "What went wrong is said so that one knows what to do",
        arguments: [
            ("bare", 69, "bare has no balloonctl"), ("old", 70, "is too old"),
            ("stranger", 77, "Connect once by hand with 'ssh stranger'"),
            ("closed", 77, "'ssh closed true' must work without a question"), ("down", 69, "No route to host"),
            ("stopped", 69, "on stopped: balloond is not running"),
        ])
    func failures(host: String, status: Int32, words: String) throws {
        let outcome = try run("list", "--host", host)
        #expect(outcome.status == status)
        #expect(outcome.err.contains(words), "\(outcome.err)")
    }

    @Test("A host that never answers ends with the deadline, and its ssh with it")
    func deadline() throws {
        let outcome = try run("list", "--host", "mute", "--timeout", "300ms")
        #expect(outcome.status == 69)
        #expect(outcome.err.contains("does not answer on mute within"))
    }

    @Test("Without an ssh that is said")
    func noSSH() throws {
        let before = String(cString: getenv("PATH"))
        setenv("PATH", "/nonexistent", 1)
        defer { setenv("PATH", before, 1) }
        let outcome = balloonctl("list", "--host", "web1", in: Surroundings())
        #expect(outcome.status == 69 && outcome.err.contains("there is no ssh on this host"))
    }

    @Test("top: a conversation over ssh, and after its end another one over an ssh of its own")
    func top() throws {
        try withSSH { daemon in
            let link = try RemoteLink(to: RemoteHost("daemon"), patience: .seconds(5))
            let settings = ConnectionSettings(socket: "", link: link, timeout: .seconds(5))
            for _ in 0..<2 {
                let top = try TopLink(settings)
                try top.awaitGreeting(by: monotonicTime() + .seconds(5))
                try top.ask([.status, .guests])
                #expect(try sample(of: top) == Replies.guests.guests)
            }
            #expect(daemon.requests == [.queryStatus(QueryStatus()), .queryGuests(QueryGuests())].twice)
        }
    }

    @Test(
        "top: what keeps it from a host is told before there is a screen",
        arguments: [("closed", "must work without a question"), ("down", "No route to host"), ("mute", "not answer")])
    func topFails(host: String, words: String) throws {
        try withSSH { _ in
            let link = try RemoteLink(to: RemoteHost(host), patience: .seconds(5))
            let top = try TopLink(ConnectionSettings(socket: "", link: link, timeout: .seconds(5)))
            let span: Duration = host == "mute" ? .milliseconds(200) : .seconds(5)
            let error = #expect(throws: ClientError.self) { try top.awaitGreeting(by: monotonicTime() + span) }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }

    /// The first one that comes within five seconds.
    private func sample(of link: TopLink) throws -> [GuestReport]? {
        let deadline = monotonicTime() + .seconds(5)
        while monotonicTime() < deadline {
            var waiting = pollfd(fd: link.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, milliseconds(deadline - monotonicTime())) > 0 else { return nil }
            for case .sampled(_, let guests) in try link.read() { return guests }
        }
        return nil
    }

    @Test("top: calls again later and later, at once after a success, and seldom where it is not let in")
    func redial() {
        var redial = Redial.remote
        let waits = (0..<7).map { _ in redial.wait(after: .unavailable) }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        redial.succeeded()
        #expect(redial.wait(after: .noPermission) == .seconds(30))
        #expect(redial.wait(after: .unavailable) == .seconds(2))
        var local = Redial.local
        #expect((0..<3).map { _ in local.wait(after: .unavailable) } == Array(repeating: .milliseconds(500), count: 3))
    }

    @Test("What looks at one host, or at this one, is refused before anything is started")
    func refused() throws {
        for command in ["watch", "top"] {
            let outcome = balloonctl(command, "--host", "a", "--host", "b", in: Surroundings())
            #expect(outcome.status == 64 && outcome.err.contains("one host at a time: name one --host"))
        }
        #expect(balloonctl("list", "--host", "-oProxyCommand=x", in: Surroundings()).status == 64)
        #expect(try run("connect", "--host", "mute").status == 64)
    }
}

extension Array {
    fileprivate var twice: [Element] { self + self }
}
