import BalloonKit
import QMP
import Testing

@testable import Fleet

/// A socket that others use, too, is held for a visit at a time.
@Suite("Visits to a shared socket")
struct TrackerVisitTests {
    /// Fresh, and between two visits.
    private func resting(_ machine: ModelMachine = ModelMachine(), settings: FleetSettings = FleetSettings())
        -> TrackerBench
    {
        let bench = TrackerBench(machine, settings: settings, isShared: true)
        bench.connect()
        bench.poll()
        bench.advance(.milliseconds(900))
        bench.machine.lastUpdate += 1
        bench.visit()
        bench.machine.forgetReceived()
        return bench
    }

    @Test("the socket is left once all is answered and a cycle had time to decide; the guest stays what it was")
    func leaves() {
        let bench = TrackerBench(isShared: true)
        bench.connect()
        bench.poll()
        bench.advance(.milliseconds(50))
        #expect(!bench.tracker.isResting)
        bench.advance(.milliseconds(100))
        #expect(bench.tracker.isResting && bench.closes == 1)
        bench.machine.lastUpdate += 1
        bench.visit()
        #expect(bench.tracker.isResting && bench.closes == 2)
        #expect(bench.state == .fresh)
        #expect(bench.tracker.attemptAt == nil, "nobody connects before the next round")
        #expect(bench.tracker.totals.disconnections == 0)
    }

    @Test("statistics that no visit brings grow old")
    func growsOld() {
        let bench = resting()
        bench.advance(.seconds(4))
        #expect(bench.state == .stale)
    }

    @Test("a visit asks for what was not heard since the last one, and no more")
    func asksForTheMissed() {
        let bench = resting()
        bench.advance(.seconds(1))
        bench.machine.running = false
        bench.machine.status = "paused"
        bench.machine.actual = 200 << 20
        bench.visit()
        #expect(bench.state == .stale && bench.sample.actual == .mebibytes(200))
        let asked = ["qmp_capabilities", "query-status", "query-migrate", "query-balloon", "guest-stats"]
        #expect(bench.machine.received.count == asked.count)
        for (line, word) in zip(bench.machine.received, asked) { #expect(line.contains(word)) }
    }

    @Test("what a cycle decides within a visit goes along with it")
    func commandWithinVisit() throws {
        let bench = resting()
        bench.advance(.seconds(1))
        #expect(bench.tracker.beginVisit(at: bench.now))
        bench.connect()
        try bench.set(.mebibytes(128))
        #expect(bench.machine.count(of: #""balloon""#) == 1)
        bench.advance(.milliseconds(200))
        #expect(bench.tracker.isResting && bench.closes == 3)
    }

    @Test("a command between two visits brings one about, and is sent then")
    func commandBetweenVisits() throws {
        let bench = resting()
        bench.advance(.milliseconds(300))
        try bench.set(.mebibytes(128))
        #expect(bench.tracker.attemptAt == bench.now && bench.tracker.wakeAt == bench.now)
        #expect(bench.balloonAnswers == 0)
        bench.connect()
        #expect(bench.machine.count(of: #""balloon""#) == 1)
        #expect(bench.balloonAnswers == 1 && bench.balloonFailures.isEmpty)
        #expect(bench.sample.target == .mebibytes(128))
    }

    @Test("a command that another client keeps from QEMU is told as not sent, and is not sent later")
    func commandNotSent() throws {
        let bench = resting()
        try bench.set(.mebibytes(128))
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        bench.advance(.seconds(3))
        #expect(bench.balloonFailures == [.timedOut])
        #expect(bench.state == .socketBusy)
        bench.receive(ModelMachine.greeting + "\r\n")
        #expect(bench.machine.count(of: #""balloon""#) == 0)
        #expect(bench.sample.actual == .mebibytes(256))
    }

    @Test("a visit that is never greeted counts for the round until the round ends it, and no second one is begun")
    func oneVisitAtATime() {
        let bench = resting()
        #expect(bench.tracker.beginVisit(at: bench.now))
        #expect(bench.tracker.isPollOpen)
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        bench.advance(.seconds(1))
        #expect(!bench.tracker.beginVisit(at: bench.now))
        #expect(bench.state == .fresh, "it waits its turn behind a short question")
    }

    @Test("a socket that does not accept ends the visit for the round")
    func refused() {
        let bench = resting()
        #expect(bench.tracker.beginVisit(at: bench.now))
        bench.refuse(.refused, processLives: false)
        #expect(!bench.tracker.isPollOpen)
        #expect(bench.state == .gone)
    }

    @Test("another QEMU behind the socket is read from the beginning")
    func anotherQEMU() {
        let bench = resting()
        bench.advance(.seconds(1))
        bench.machine.base = 512 << 20
        bench.visit(pid: 4712)
        #expect(bench.machine.count(of: "query-name") == 1)
        #expect(bench.machine.intervalsSet.count == 2)
        #expect(bench.sample.maximum == .mebibytes(512))
        #expect(bench.state == .connecting, "its statistics have not moved yet")
    }

    @Test("a QEMU whose process is not known is told from its successor by the socket's file")
    func withoutProcess() {
        let bench = TrackerBench(isShared: true)
        bench.connect(pid: nil)
        bench.poll()
        bench.advance(.milliseconds(900))
        bench.machine.lastUpdate += 1
        bench.visit(pid: nil)
        #expect(bench.state == .fresh)
        bench.tracker.socketAppeared(at: bench.now)
        bench.machine.forgetReceived()
        bench.connect(pid: nil)
        #expect(bench.machine.count(of: "query-name") == 1)
    }

    @Test("what hardly ever changes is asked again every half a minute, as is the polling interval")
    func housekeeping() {
        let bench = resting()
        for _ in 0..<31 {
            bench.machine.lastUpdate += 1
            bench.visit()
            bench.advance(.milliseconds(800))
        }
        #expect(bench.machine.count(of: "query-memory-size-summary") == 1)
        #expect(bench.machine.count(of: "guest-stats-polling-interval") == 1)
    }

    @Test("an interval that another tool has stopped is put right")
    func foreignInterval() {
        let bench = resting()
        bench.machine.interval = 0
        for _ in 0..<6 {
            bench.visit()
            bench.advance(.milliseconds(800))
        }
        #expect(bench.machine.interval == 1)
    }

    @Test("a guest without a balloon device is looked at every ten seconds")
    func withoutDevice() {
        var machine = ModelMachine()
        machine.devicePath = nil
        let bench = TrackerBench(machine, isShared: true)
        bench.connect()
        bench.advance(.milliseconds(200))
        #expect(bench.tracker.isResting && bench.state == .unmanaged)
        #expect(!bench.tracker.beginVisit(at: bench.now))
        bench.advance(.seconds(10))
        #expect(bench.tracker.attemptAt != nil)
        bench.machine.devicePath = "/machine/peripheral/b"
        bench.connect()
        bench.advance(.milliseconds(200))
        #expect(bench.tracker.isResting)
        #expect(bench.tracker.beginVisit(at: bench.now))
    }

    @Test("QEMU that hangs within a visit is silent until it answers again")
    func hangs() {
        let bench = resting()
        #expect(bench.tracker.beginVisit(at: bench.now))
        bench.answers = false
        bench.connect()
        bench.advance(.seconds(3))
        #expect(bench.state == .silent && !bench.tracker.isPollOpen)
        bench.answers = true
        bench.machine.lastUpdate += 1
        bench.connect()
        bench.advance(.milliseconds(200))
        #expect(bench.state == .fresh && bench.tracker.isResting)
    }

    @Test("questions about the hardware bring a visit about")
    func hardware() throws {
        let bench = resting()
        try bench.tracker.inquire(at: bench.now)
        #expect(bench.tracker.attemptAt == bench.now)
        bench.connect()
        let told = bench.notices.contains { if case .hardware = $0 { true } else { false } }
        #expect(told)
        bench.advance(.milliseconds(200))
        #expect(bench.tracker.isResting)
    }

    @Test("questions about the hardware that no visit can ask end with the reason")
    func hardwareNotAsked() throws {
        let bench = resting()
        try bench.tracker.inquire(at: bench.now)
        bench.tracker.connectStarted()
        bench.tracker.connected(at: bench.now, pid: 4711)
        bench.advance(.seconds(3))
        let told = bench.notices.compactMap { if case .hardware(let hardware) = $0 { hardware } else { nil } }
        #expect(told.count == 1)
        #expect(told.first?.failures["query-block"]?.contains("another client") == true)
    }

    @Test("let go, a guest fails the commands that wait for a visit")
    func letGo() throws {
        let bench = resting()
        try bench.set(.mebibytes(128))
        bench.tracker.closed(at: bench.now)
        bench.advance(.milliseconds(50))
        #expect(bench.balloonFailures == [.interrupted])
    }

    @Test("a reload makes a socket shared, and one's own again")
    func reload() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.advance(.milliseconds(300))
        #expect(!bench.tracker.isResting)
        bench.tracker.share(true, at: bench.now)
        bench.advance(.milliseconds(50))
        #expect(bench.tracker.isResting && bench.state == .fresh)
        bench.tracker.share(false, at: bench.now)
        #expect(bench.tracker.attemptAt == bench.now)
        bench.connect()
        bench.advance(.milliseconds(500))
        #expect(bench.tracker.isReady)
    }
}

extension TrackerBench {
    fileprivate var balloonAnswers: Int { notices.count { if case .balloon = $0 { true } else { false } } }
}
