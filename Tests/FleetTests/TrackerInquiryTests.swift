import BalloonKit
import QMP
import Testing

@testable import Fleet

@Suite("Asking a guest's QEMU about its hardware")
struct TrackerInquiryTests {
    private func told(_ bench: TrackerBench) -> [GuestHardware] {
        bench.notices.compactMap { if case .hardware(let hardware) = $0 { hardware } else { nil } }
    }

    @Test("all questions are asked, and the answers come together, as QEMU gave them")
    func answered() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.machine.forgetReceived()
        try bench.tracker.inquire(at: bench.now)
        bench.advance(.milliseconds(50))
        let hardware = try #require(told(bench).first)
        #expect(told(bench).count == 1)
        #expect(hardware.balloon == "/machine/peripheral-anon/device[2]")
        #expect(Set(hardware.answers.keys) == Set(HardwareQuestion.allCases.map(\.rawValue)))
        #expect(hardware.answers["deflate-on-oom"] == false)
        #expect(hardware.answers["guest-stats"]?["last-update"]?.int64 == bench.machine.lastUpdate)
        #expect(hardware.failures == [:])
        #expect(bench.machine.count(of: "query-block") == 1)
        #expect(bench.state == .fresh)
    }

    @Test("without a balloon its properties are not asked for; what QEMU refuses is a failure among answers")
    func withoutBalloon() throws {
        var machine = ModelMachine()
        machine.devicePath = nil
        machine.tellsHardware = false
        let bench = TrackerBench(machine)
        bench.connect()
        bench.machine.forgetReceived()
        try bench.tracker.inquire(at: bench.now)
        bench.advance(.milliseconds(50))
        let hardware = try #require(told(bench).first)
        #expect(hardware.balloon == nil)
        #expect(bench.machine.count(of: "qom-get") == 0)
        #expect(Set(hardware.answers.keys) == ["query-memory-devices"])
        #expect(Set(hardware.failures.keys) == ["query-block", "query-kvm", "query-cpus-fast"])
        #expect(hardware.failures["query-kvm"] == "Device not found")
    }

    @Test("a second inquiry while the first is under way asks nothing more")
    func shared() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        bench.machine.forgetReceived()
        try bench.tracker.inquire(at: bench.now)
        try bench.tracker.inquire(at: bench.now)
        bench.advance(.milliseconds(50))
        #expect(bench.machine.count(of: "query-block") == 1)
        #expect(told(bench).isEmpty)
    }

    @Test("answers that miss their deadline: the inquiry ends with failures, and the guest is silent")
    func late() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        try bench.tracker.inquire(at: bench.now)
        bench.advance(.seconds(3))
        let hardware = try #require(told(bench).first)
        #expect(told(bench).count == 1)
        #expect(hardware.failures.count == HardwareQuestion.allCases.count)
        #expect(bench.state == .silent)
        #expect(bench.closes == 1)
        #expect(bench.tracker.inquiry == nil)
    }

    @Test("a connection that ends in the midst ends the inquiry, once")
    func disconnected() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.answers = false
        try bench.tracker.inquire(at: bench.now)
        bench.advance(.milliseconds(50))
        bench.disconnect(processLives: true)
        #expect(told(bench).count == 1)
        #expect(told(bench).first?.answers.isEmpty == true)
        bench.disconnect(processLives: true)
        bench.tracker.closed(at: bench.now)
        #expect(told(bench).count == 1)
    }

    @Test("a guest that is not connected cannot be asked, and balloon commands go on beside an inquiry")
    func besides() throws {
        let bench = TrackerBench()
        #expect(throws: QMPError.self) { try bench.tracker.inquire(at: bench.now) }
        bench.becomeFresh()
        try bench.tracker.inquire(at: bench.now)
        try bench.set(.mebibytes(128))
        bench.advance(.milliseconds(50))
        #expect(told(bench).count == 1)
        #expect(bench.sample.target == .mebibytes(128))
    }
}
