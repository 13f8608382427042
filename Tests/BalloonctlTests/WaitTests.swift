import BalloonKit
import ControlProtocol
import QMP
import Synchronization
import Testing

@testable import balloonctl

@Suite("set --wait")
struct WaitTests {
    /// Answers `set-pin`, then each look at the guest with the next of `looks`, the last one again and again.
    private func run(
        _ options: String..., looks: [FakeDaemon.Answer], surroundings: Surroundings = Surroundings()
    ) throws -> (outcome: Outcome, looks: Int) {
        let position = Mutex(0)
        let script: FakeDaemon.Script = { request in
            guard case .queryGuests = request else { return Replies.answer(request) }
            return position.withLock { index in
                defer { index += 1 }
                return looks[min(index, looks.count - 1)]
            }
        }
        return try FakeDaemon.run(script) { daemon in
            var surroundings = surroundings
            surroundings.socket = daemon.path
            let outcome = balloonctl(words: ["set", "web1", "256M", "--wait"] + options, in: surroundings)
            return (outcome, daemon.requests.count - 1)
        }
    }

    @Test("Looks until the guest got there, and tells each step")
    func reaches() throws {
        let looks = [512, 384, 384, 257].map { Replies.guest(actual: .mebibytes($0)) }
        let (outcome, count) = try run(looks: looks)
        #expect(count == 4)
        #expect(outcome.status == 0)
        #expect(
            outcome.lines == [
                "web1: pinned to 256 MiB, now 512 MiB of 1 GiB", "web1: reached 257 MiB in 750.0 ms",
            ])
        #expect(
            outcome.err == """
                web1: 512 MiB -> 256 MiB (0 %)
                web1: 384 MiB -> 256 MiB (50 %)
                web1: 257 MiB -> 256 MiB (99 %)

                """)
    }

    @Test("On a terminal the progress stays in one line, which is gone at the end")
    func inPlace() throws {
        let looks = [512, 256].map { Replies.guest(actual: .mebibytes($0)) }
        let (outcome, _) = try run(looks: looks, surroundings: Surroundings(errorIsTerminal: true))
        #expect(!outcome.err.contains("\n"))
        #expect(outcome.err.hasPrefix("\r\u{1b}[Kweb1: 512 MiB -> 256 MiB (0 %)"))
        #expect(outcome.err.hasSuffix("\r\u{1b}[K"))
    }

    @Test("Patience ends: how far it came, why not, and status 2")
    func givesUp() throws {
        let looks = [
            Replies.guest(actual: .mebibytes(512)),
            Replies.guest(actual: .mebibytes(300)) { guest in
                guest.available = .mebibytes(12)
                guest.isInDistress = true
                guest.lastReason = "locked memory cannot be reclaimed"
            },
        ]
        let (outcome, count) = try run("--timeout", "2s", looks: looks)
        #expect(count == 9)
        #expect(outcome.status == 2)
        #expect(outcome.err.contains("web1 came from 512 MiB to 300 MiB in 2.0 s, 44 MiB above 256 MiB"))
        #expect(outcome.err.contains("locked memory cannot be reclaimed."))
        #expect(outcome.err.contains("The guest has 12 MiB available and is short of memory."))
        #expect(outcome.err.contains("The pin stays"))
    }

    @Test("A target that the daemon holds elsewhere is named, with its reason")
    func heldElsewhere() throws {
        let look = Replies.guest(actual: .mebibytes(512)) { guest in
            guest.target = .mebibytes(400)
            guest.lastReason = "no progress: raised to what was reached"
        }
        let (outcome, _) = try run(looks: [look])
        #expect(outcome.status == 2)
        #expect(outcome.err.contains("web1 stayed at 512 MiB"))
        #expect(outcome.err.contains("balloond holds its target at 400 MiB: no progress: raised to what was reached."))
    }

    @Test("A guest that is not fresh says so")
    func notFresh() throws {
        let look = Replies.guest(actual: .mebibytes(512)) { guest in
            guest.state = "stale"
            guest.stateReason = "no statistics for 20s"
            guest.isRunning = false
        }
        let (outcome, _) = try run(looks: [look])
        #expect(outcome.err.contains("It is stale: no statistics for 20s."))
        #expect(outcome.err.contains("processors are stopped"))
    }

    @Test("A pin that is changed or removed by another ends the wait at once")
    func pinChanged() throws {
        let changed = Replies.guest(actual: .mebibytes(512)) { $0.pin = PinReport(target: .gibibytes(1), setBy: "eve") }
        let (outcome, count) = try run(looks: [changed])
        #expect(count == 1)
        #expect(outcome.status == 2)
        #expect(outcome.err.contains("It was pinned to 1 GiB meanwhile by eve."))
        let removed = Replies.guest(actual: .mebibytes(512)) { $0.pin = nil }
        #expect(try run(looks: [removed]).outcome.err.contains("The pin was removed meanwhile."))
    }

    @Test("A guest that goes away ends the wait at once")
    func goes() throws {
        let gone = Replies.guest(actual: .mebibytes(512)) { $0.state = "gone" }
        let (outcome, count) = try run(looks: [gone])
        #expect(count == 1)
        #expect(outcome.status == 2)
    }

    @Test("With --json the last state of the guest is the output")
    func json() throws {
        let (outcome, _) = try run("--json", looks: [Replies.guest(actual: .mebibytes(256))])
        let json = try JSONValue(parsing: Array(outcome.out.utf8))
        #expect(json["guests"]?[0]?["actual_bytes"] == 268_435_456)
    }
}
