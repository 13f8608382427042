import BalloonKit
import QMP
import Testing

@testable import Fleet

/// However a connection ends, nothing may read the session while the session is telling: Swift would end the process.
struct TrackerEndTests {
    /// Fresh, with commands of every kind open.
    private func busy() throws -> TrackerBench {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        bench.event("STOP")
        bench.event("ACPI_DEVICE_OST", #"{"info": {"device": "d0"}}"#)
        bench.poll()
        try bench.set(.mebibytes(128), number: 1)
        try bench.set(.mebibytes(129), number: 2)
        #expect(bench.tracker.session.openCommands >= 5)
        return bench
    }

    @Test("the owner closes with commands open: each balloon command is told as interrupted, once")
    func closed() throws {
        let bench = try busy()
        bench.tracker.closed(at: bench.now)
        bench.advance(.milliseconds(50))
        #expect(bench.balloonFailures == [.interrupted, .interrupted])
        #expect(!bench.tracker.isPollOpen)
        bench.tracker.closed(at: bench.now)
        bench.advance(.seconds(1))
        #expect(bench.balloonFailures.count == 2)
    }

    @Test("the peer closes with commands open", arguments: [true, false])
    func disconnected(processLives: Bool) throws {
        let bench = try busy()
        bench.disconnect(processLives: processLives)
        #expect(bench.balloonFailures == [.interrupted, .interrupted])
        #expect(bench.state == (processLives ? .connecting : .gone))
        #expect(bench.tracker.totals.disconnections == 1)
        bench.disconnect(processLives: processLives)
        #expect(bench.tracker.totals.disconnections == 1)
    }

    @Test("deadlines pass with commands open: told as timed out, and the connection is given up")
    func expired() throws {
        let bench = try busy()
        bench.advance(.seconds(3))
        #expect(bench.balloonFailures == [.timedOut, .timedOut])
        #expect(bench.state == .silent)
        #expect(bench.closes == 1)
        bench.disconnect(processLives: true)
        bench.tracker.closed(at: bench.now)
        #expect(bench.balloonFailures.count == 2)
    }

    @Test("bytes that are no QMP end a connection with commands open")
    func violated() throws {
        let bench = try busy()
        bench.receive("nonsense\r\n")
        #expect(bench.balloonFailures == [.interrupted, .interrupted])
        #expect(bench.closes == 1)
    }

    @Test("an end before the greeting, and before the negotiation is over")
    func early() {
        for greeted in [false, true] {
            let bench = TrackerBench()
            bench.answers = false
            bench.tracker.connectStarted()
            bench.tracker.connected(at: bench.now, pid: 4711)
            if greeted { bench.receive(ModelMachine.greeting + "\r\n") }
            bench.tracker.closed(at: bench.now)
            bench.disconnect(processLives: nil)
            bench.advance(.seconds(3))
            #expect(!bench.tracker.isLinkUp)
            #expect(bench.state == .connecting)
        }
    }
}
