import BalloonKit
import QMP
import Testing

@testable import Fleet

struct TrackerFailureTests {
    @Test("a socket that never greets is busy, and served on the same connection once the other client leaves")
    func socketBusy() {
        let bench = TrackerBench()
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        #expect(bench.state == .connecting)
        bench.advance(.milliseconds(2050))
        #expect(bench.state == .socketBusy)
        #expect(bench.sample.stateReason.contains("4711"))
        bench.advance(.seconds(20))
        #expect(bench.closes == 0)
        bench.receive(ModelMachine.greeting + "\r\n")
        bench.advance(.seconds(2), reporting: true)
        #expect(bench.state == .fresh)
    }

    @Test("a waiting connection is made anew now and then, and the state does not flicker meanwhile")
    func socketBusyForLong() {
        let bench = TrackerBench()
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        bench.advance(.seconds(61))
        #expect(bench.closes == 1)
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        bench.advance(.seconds(1))
        #expect(bench.states == [.socketBusy])
    }

    @Test("a full queue of waiting clients is a busy socket")
    func queueFull() {
        let bench = TrackerBench()
        bench.refuse(ConnectFailure(errno: 11))
        #expect(bench.state == .socketBusy)
        #expect(bench.tracker.attemptAt != nil)
    }

    @Test("a missed deadline makes the guest silent and ends the connection; it stays silent until QEMU greets again")
    func silent() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        bench.poll()
        bench.advance(.milliseconds(2050))
        #expect(bench.state == .silent)
        #expect(bench.sample.stateReason == "QEMU does not answer (stopped or stuck)")
        #expect(bench.closes == 1)
        #expect(!bench.tracker.isPollOpen)
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        bench.advance(.seconds(5))
        #expect(bench.state == .silent)
        bench.answers = true
        bench.receive(ModelMachine.greeting + "\r\n")
        bench.advance(.seconds(2), reporting: true)
        #expect(bench.state == .fresh)
        #expect(bench.machine.intervalsSet == [1, 1])
    }

    @Test("a QEMU that greets and negotiates but answers nothing stays silent through every new connection")
    func silentAfterGreeting() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        bench.poll()
        bench.advance(.seconds(3))
        for _ in 0..<3 {
            bench.connect()
            bench.receive(#"{"return": {}}"# + "\r\n")
            bench.advance(.seconds(3))
        }
        #expect(bench.states == [.fresh, .silent])
    }

    @Test("bytes that are no QMP end the connection; attempts become rarer")
    func malformed() {
        let bench = TrackerBench()
        var waits: [Duration] = []
        for _ in 0..<7 {
            bench.connect()
            bench.receive("nonsense\r\n")
            #expect(bench.state == .connecting)
            waits.append((bench.tracker.attemptAt ?? bench.now) - bench.now)
            bench.advance(waits.last ?? .zero)
        }
        #expect(waits == waits.sorted())
        #expect(waits.first == .milliseconds(250))
        #expect(waits.last == .seconds(10))
        #expect(bench.tracker.totals.malformed == 7)
        #expect(bench.sample.stateReason.contains("not understood"))
    }

    @Test("an end after SHUTDOWN is the end of the guest, at once")
    func shutdown() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.event("SHUTDOWN", #"{"guest": true, "reason": "guest-shutdown"}"#)
        bench.disconnect(processLives: true)
        #expect(bench.state == .gone)
        #expect(bench.sample.stateReason.contains("guest-shutdown"))
    }

    @Test("an end with the process gone is the end of the guest, at once")
    func killed() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.disconnect(processLives: false)
        #expect(bench.state == .gone)
        #expect(bench.sample.stateReason.contains("killed"))
    }

    @Test("a lost connection is tried again; only repeated refusals make the guest gone, and a new socket revives it")
    func refused() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.disconnect(processLives: true)
        #expect(bench.state == .connecting)
        for _ in 0..<3 {
            bench.refuse(.refused, processLives: true)
            #expect(bench.state == .connecting)
        }
        bench.refuse(.refused, processLives: true)
        #expect(bench.state == .gone)
        bench.tracker.socketAppeared(at: bench.now)
        #expect(bench.tracker.attemptAt == bench.now)
        #expect(bench.state == .connecting)
    }

    @Test("a balloon command that is not answered fails as timed out, one on a lost connection as interrupted")
    func unknownOutcome() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        try bench.set(.mebibytes(128), number: 1)
        bench.advance(.milliseconds(2050))
        #expect(bench.balloonFailures == [.timedOut])
        bench.answers = true
        bench.becomeFresh()
        bench.answers = false
        try bench.set(.mebibytes(128), number: 2)
        bench.disconnect(processLives: true)
        #expect(bench.balloonFailures == [.timedOut, .interrupted])
        #expect(bench.sample.target == nil)
    }

    @Test("an accepted target is known, and what came of it is asked soon after")
    func accepted() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.machine.forgetReceived()
        try bench.set(.mebibytes(128))
        #expect(bench.sample.target == .mebibytes(128))
        #expect(bench.machine.count(of: #""value":134217728"#) == 1)
        bench.machine.actual = 128 << 20
        bench.advance(.milliseconds(400))
        #expect(bench.sample.actual == .mebibytes(128))
        bench.advance(.seconds(3))
        #expect(bench.machine.count(of: "query-balloon") == 2)
    }
}

extension TrackerBench {
    var balloonFailures: [QMPError.Code] {
        notices.compactMap { if case .balloon(_, .failure(let error)) = $0 { error.code } else { nil } }
    }
}
