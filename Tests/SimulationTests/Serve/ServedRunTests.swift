import BalloonKit
import Baselines
import Controller
import QMP
import Simulation
import Testing

@Suite("A scenario played for a daemon outside")
struct ServedRunTests {
    @Test(
        "With nobody on the sockets it is the simulator's run under a rule that does nothing",
        arguments: ["ramp-50", "host-takes-a-fifth", "come-and-go", "past-the-end", "silent-and-paused"])
    func nobody(name: String) throws {
        let scenario = try #require(ScenarioCatalog.scenario(named: name))
        var served = ServedRun(scenario, seed: 3)
        while !served.isOver { served.step() }
        var simulator = WireSimulator(scenario, seed: 3) { NoGovernor(settings: ControllerSettings()) }
        var expected = simulator.run()
        expected.cycles = 0
        expected.alarms = []
        #expect(served.figures == expected)
        #expect(expected.seconds == scenario.duration)
    }

    @Test("A client's command moves the guest, and figures taken before the end tell of it")
    func early() throws {
        let scenario = try #require(ScenarioCatalog.scenario(named: "ramp-50"))
        var served = ServedRun(scenario)
        let guest = try #require(served.guests.first)
        served.connect(guest.number)
        let requests = [
            QMPRequest("qmp_capabilities"), QMPRequest("balloon", ["value": .integer(guest.maximum.bytes / 2)]),
        ]
        served.receive(requests.flatMap(\.bytes), from: guest.number)
        #expect(served.figures.commands == 1 && served.figures.moved == .zero)
        for _ in 0..<20 { served.step() }
        #expect(!served.isOver && served.figures.moved > .zero)
        #expect(served.takeOutput(of: guest.number).bytes.count > 100)
    }

    @Test("What is written to the files of same-page merging merges; on a host without it nothing does")
    func merging() throws {
        var scenario = try #require(ScenarioCatalog.scenario(named: "too-much-alike"))
        scenario.duration = 60
        var served = ServedRun(scenario)
        served.setKSM(run: 1, pagesToScan: 20_000, sleep: .milliseconds(20))
        while !served.isOver { served.step() }
        #expect(served.figures.mostSaved > .zero)
        #expect(served.pool.ksm?.run == 1 && served.pool.ksm?.fullScans ?? 0 > 0)
        #expect(served.guests.contains { $0.merged > .zero })
        scenario.pool.hasKSM = false
        var without = ServedRun(scenario)
        without.setKSM(run: 1, pagesToScan: 20_000, sleep: .milliseconds(20))
        while !without.isOver { without.step() }
        #expect(without.figures.mostSaved == .zero && without.pool.ksm == nil)
    }

    @Test("What operators do is told once, when its time has come")
    func acts() throws {
        var scenario = try #require(ScenarioCatalog.scenario(named: "pins"))
        scenario.acts = [
            OperatorAct(at: 2, .pausePool), OperatorAct(at: 1, .pin(guest: "a", to: .gibibytes(1))),
            OperatorAct(at: 2.05, .resumePool),
        ]
        var served = ServedRun(scenario)
        var told: [Double] = []
        while served.now.time < 3 {
            served.step()
            told += served.takeActs().map { _ in served.now.time }
        }
        #expect(told == [1, 2, 2.1])
    }

    @Test("Guests come with numbers of their own and are told how they ended")
    func guests() throws {
        let scenario = try #require(ScenarioCatalog.scenario(named: "come-and-go"))
        var served = ServedRun(scenario)
        let first = served.guests
        #expect(first.allSatisfy { $0.end == nil && $0.resident > .zero })
        while !served.isOver { served.step() }
        #expect(served.guests.count > first.count)
        #expect(Set(served.guests.map(\.number)).count == served.guests.count)
        #expect(served.guests.contains { $0.end == .shutDown })
    }
}
