import BalloonKit
import Testing

@testable import Fleet

struct TrackerSetupTests {
    @Test("a guest is named, measured, set to report, and fresh once its statistics move")
    func becomesFresh() {
        let bench = TrackerBench()
        bench.becomeFresh()
        let sample = bench.sample
        #expect(sample.state == .fresh)
        #expect(sample.maximum == .mebibytes(256))
        #expect(sample.actual == .mebibytes(256))
        #expect(sample.reported?.available == .mebibytes(100))
        #expect(sample.statisticsUpdates == 1)
        #expect(sample.pid == 4711)
        #expect(bench.machine.intervalsSet == [1])
        #expect(
            bench.notices.contains { if case .named("web1") = $0 { true } else { false } })
        #expect(bench.states == [.fresh])
    }

    @Test("statistics from before the connection do not make a guest fresh")
    func oldStatistics() {
        let bench = TrackerBench()
        bench.connect()
        bench.poll()
        #expect(bench.state == .connecting)
        #expect(bench.sample.statisticsUpdates == 0)
        bench.advance(.seconds(4))
        #expect(bench.state == .stale)
    }

    @Test(
        "the balloon is found whatever its id, bus and machine type",
        arguments: [
            ("/machine/peripheral/b0", "child<virtio-balloon-pci>"),
            ("/machine/peripheral/x", "child<virtio-balloon-pci-transitional>"),
            ("/machine/peripheral-anon/device[7]", "child<virtio-balloon-device>"),
            ("/machine/peripheral-anon/device[0]", "child<virtio-balloon-ccw>"),
        ])
    func findsDevice(path: String, type: String) {
        var machine = ModelMachine()
        machine.devicePath = path
        machine.deviceType = type
        machine.deflatesOnOOM = true
        let bench = TrackerBench(machine)
        bench.becomeFresh()
        #expect(bench.state == .fresh)
        #expect(bench.sample.deflatesOnOOM)
        #expect(bench.machine.count(of: path) > 2)
    }

    @Test("without a balloon device a guest is unmanaged, and taken in when one is plugged")
    func noDevice() {
        var machine = ModelMachine()
        machine.devicePath = nil
        let bench = TrackerBench(machine)
        bench.connect()
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.stateReason.contains("-device virtio-balloon-pci"))
        #expect(!bench.poll())
        bench.machine.devicePath = "/machine/peripheral/late"
        bench.advance(.seconds(21), reporting: true)
        #expect(bench.state == .fresh)
    }

    @Test("without a driver a guest is unmanaged until the driver reports")
    func noDriver() {
        var machine = ModelMachine()
        machine.lastUpdate = 0
        machine.stats = ModelMachine.allAbsent
        let bench = TrackerBench(machine)
        bench.connect()
        bench.poll()
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.stateReason.contains("driver"))
        bench.machine.lastUpdate = 200
        bench.machine.stats = ModelMachine().stats
        bench.poll()
        #expect(bench.state == .fresh)
    }

    @Test("a driver that reports everything as absent leaves the guest unmanaged")
    func absentStatistics() {
        var machine = ModelMachine()
        machine.stats = ModelMachine.allAbsent
        let bench = TrackerBench(machine)
        bench.becomeFresh()
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.reported?.available == nil)
        #expect(bench.sample.stateReason.contains("no memory statistics"))
    }

    @Test("the maximum is base memory and DIMMs, without virtio-mem, and follows a plugged DIMM")
    func maximum() {
        var machine = ModelMachine()
        let virtioMem = #"{"type": "virtio-mem", "data": {"size": 268435456, "id": "vm0"}}"#
        machine.memoryDevices = "[\(virtioMem)]"
        let bench = TrackerBench(machine)
        bench.becomeFresh()
        #expect(bench.sample.maximum == .mebibytes(256))
        bench.machine.memoryDevices = "[\(virtioMem), {\"type\": \"dimm\", \"data\": {\"size\": 134217728}}]"
        bench.event("ACPI_DEVICE_OST", #"{"info": {"device": "d0"}}"#)
        #expect(bench.sample.maximum == .mebibytes(384))
    }

    @Test("a guest named in the settings is left alone")
    func leftAlone() {
        let bench = TrackerBench(settings: FleetSettings(unmanagedGuests: ["socket1"]))
        bench.becomeFresh()
        #expect(bench.state == .unmanaged)
        #expect(bench.sample.stateReason == "left alone by configuration")
    }
}
