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

    @Test("What looks at one host, or at this one, is refused before anything is started")
    func refused() throws {
        #expect(balloonctl("watch", "--host", "a", "--host", "b", in: Surroundings()).status == 64)
        #expect(balloonctl("list", "--host", "-oProxyCommand=x", in: Surroundings()).status == 64)
        #expect(try run("connect", "--host", "mute").status == 64)
    }
}
