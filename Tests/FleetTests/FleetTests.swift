import BalloonKit
import HostMemory
import QMP
import QMPTestKit
import Testing

@testable import Fleet

@Suite(.serialized)
struct FleetTests {
    private static let size: UInt64 = 256 << 20

    private func fakes(_ scratch: Scratch, _ guests: [FakeQEMU]) throws -> FakeFleet {
        let fleet = try FakeFleet(directory: scratch.path, guests: guests)
        fleet.start()
        return fleet
    }

    private func guest(_ name: String, _ faults: Set<FakeFault> = []) -> FakeQEMU {
        var guest = FakeQEMU(name: name, maximum: Self.size)
        guest.faults = faults
        return guest
    }

    @Test("guests found by a glob become fresh, sorted by name, with size and process")
    func appear() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("b"), guest("a"), guest("c")])
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*.sock"]))
        let samples = try #require(
            try await bench.samples { $0.count == 3 && $0.allSatisfy { $0.state == .fresh && $0.traits != nil } })
        #expect(samples.map(\.name) == ["a", "b", "c"])
        #expect(samples.allSatisfy { $0.maximum == .mebibytes(256) && $0.actual == .mebibytes(256) })
        #expect(samples.allSatisfy { $0.pid != nil })
        #expect(try await bench.with { $0.socketPath(of: "b") } == "\(scratch.path)/b.sock")
        try await bench.stop()
    }

    @Test("a balloon command moves the guest, and its new size is seen")
    func setBalloon() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("a")])
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: [fakes.path(of: "a")]))
        _ = try #require(try await bench.samples { $0.first?.state == .fresh })
        let result = try await bench.setBalloon("a", to: .mebibytes(200))
        #expect(throws: Never.self) { try result.get() }
        let moved = try await bench.samples { $0.first?.actual == .mebibytes(200) }
        #expect(moved?.first?.target == .mebibytes(200))
        let missing = try await bench.setBalloon("nobody", to: .mebibytes(200))
        #expect(throws: QMPError.self) { try missing.get() }
        try await bench.stop()
    }

    @Test("two fleets that share a socket both see the guest fresh, and both move it")
    func sharedSocket() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("a")])
        defer { fakes.stop() }
        let settings = FleetSettings(sharedSockets: [fakes.path(of: "a")])
        let (one, other) = (try await FleetBench(settings), try await FleetBench(settings))
        for (bench, size) in [(one, ByteCount.mebibytes(200)), (other, .mebibytes(220)), (one, .mebibytes(200))] {
            _ = try #require(try await bench.samples { $0.first?.state == .fresh })
            let result = try await bench.setBalloon("a", to: size)
            #expect(throws: Never.self) { try result.get() }
            #expect(try await bench.samples { $0.first?.actual == size } != nil)
        }
        try await one.stop()
        try await other.stop()
    }

    @Test("a process of its own tells a guest's resident memory, one that answers for several tells nothing")
    func residentMemory() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("a"), guest("b")])
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: [fakes.path(of: "a")]))
        let alone = try await bench.samples { $0.first?.state == .fresh }
        #expect((alone?.first?.resident ?? .zero) > .zero && alone?.first?.merged == nil)
        try await bench.with { $0.readsMerged = true }
        let withKSM = try await bench.samples { $0.first?.merged != nil }
        #expect(withKSM != nil, "what KSM has merged is read once it is worth reading")
        try await bench.stop()
        let both = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*.sock"]))
        let samples = try await both.samples { $0.count == 2 && $0.allSatisfy { $0.state == .fresh } }
        #expect(samples?.allSatisfy { $0.pid != nil && $0.resident == nil } == true)
        try await both.stop()
    }

    @Test("guests come and go: a late one in a directory made later, one shut down, one killed")
    func comeAndGo() async throws {
        let scratch = Scratch()
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/run/*.sock"]))
        #expect(try await bench.samples { $0.isEmpty } != nil)
        let directory = scratch.directory("run")
        let fakes = try FakeFleet(directory: directory, guests: [guest("a"), guest("b")])
        fakes.start()
        #expect(try await bench.samples { $0.count { $0.state == .fresh } == 2 } != nil)
        fakes.send(QMPServerSession.event("SHUTDOWN", data: ["reason": "guest-shutdown"], at: .zero), from: "a")
        fakes.disconnect("a", forGood: true)
        fakes.disconnect("b", forGood: true)
        let gone = try #require(try await bench.samples { $0.allSatisfy { $0.state == .gone } })
        #expect(gone.map(\.name) == ["a", "b"])
        #expect(gone.first?.stateReason.contains("guest-shutdown") == true)
        fakes.stop()
        #expect(try await bench.samples(within: .seconds(20)) { $0.isEmpty } != nil)
        try await bench.stop()
    }

    @Test("stalled, silent and hostile guests delay nobody and are each labelled by themselves")
    func misbehaving() async throws {
        let scratch = Scratch()
        let bad: [FakeFault] = [
            .neverGreets, .stalls, .garbage, .absurd, .deepNesting, .oversizeLine(8 << 20), .eventFlood(5000),
            .closesInMidReply, .unaskedReplies,
        ]
        var guests = bad.enumerated().map { guest("bad\($0.offset)", [$0.element]) }
        guests += (0..<8).map { guest("good\($0)") }
        let fakes = try fakes(scratch, guests)
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*.sock"]))
        let samples = try await bench.samples { samples in
            let good = samples.filter { $0.name.hasPrefix("good") }
            let labels = Dictionary(uniqueKeysWithValues: samples.map { ($0.name, $0.state) })
            return good.count == 8 && good.allSatisfy { $0.state == .fresh }
                && labels["bad0"] == .socketBusy && labels["bad1"] == .silent
        }
        #expect(samples != nil)
        for _ in 0..<3 { #expect(try await bench.pollTime(deadline: .milliseconds(700)) < .milliseconds(1500)) }
        let after = try await bench.samples { samples in
            samples.filter { $0.name.hasPrefix("good") }.allSatisfy {
                $0.state == .fresh && ($0.statisticsAge ?? .zero) < .seconds(2)
            }
        }
        #expect(after != nil)
        #expect(try await bench.with { $0.counters }.malformed > 0)
        let flooding = try await bench.samples { samples in
            samples.first { $0.name == "bad6" }?.stateReason.contains("sends far more") == true
        }
        #expect(flooding != nil)
        #expect(try await bench.with { $0.counters }.heldReads > 0)
        try await bench.stop()
    }

    @Test("two guests of one name are told apart, with a reason")
    func nameClash() async throws {
        let scratch = Scratch()
        scratch.directory("x")
        scratch.directory("y")
        let first = try FakeFleet(directory: "\(scratch.path)/x", guests: [guest("web")])
        let second = try FakeFleet(directory: "\(scratch.path)/y", guests: [guest("web")])
        first.start()
        second.start()
        defer {
            first.stop()
            second.stop()
        }
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*/*.sock"]))
        let samples = try #require(try await bench.samples { $0.count { $0.state == .fresh } == 2 })
        // Both sockets are called web too, so only the path tells them apart.
        #expect(samples.map(\.name) == ["web", "web@\(scratch.path)/y/web.sock"])
        #expect(samples.last?.stateReason.contains("also named web") == true)
        #expect(samples.first?.stateReason.contains("also named") == false)
        try await bench.stop()
    }

    @Test("of two guests of one name the first by its socket's path has it, also when it answers last")
    func nameOrder() async throws {
        let scratch = Scratch()
        for name in ["x", "y", "links"] { scratch.directory(name) }
        let late = try FakeFleet(directory: "\(scratch.path)/y", guests: [guest("web", [.slow(.milliseconds(400))])])
        let early = try FakeFleet(directory: "\(scratch.path)/x", guests: [guest("web")])
        late.start()
        early.start()
        defer {
            late.stop()
            early.stop()
        }
        scratch.link("links/a.sock", to: late.path(of: "web"))
        scratch.link("links/b.sock", to: early.path(of: "web"))
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/links/*.sock"]))
        let samples = try await bench.samples { $0.map(\.name) == ["web", "web@b"] }
        #expect(samples != nil)
        #expect(try await bench.with { $0.socketPath(of: "web") } == "\(scratch.path)/links/a.sock")
        try await bench.stop()
    }

    @Test("a process whose first QMP socket is busy is reached by its second")
    func nextSocket() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("a", [.neverGreets]), guest("b")])
        defer { fakes.stop() }
        scratch.directory("proc/7")
        let sockets = ["a", "b"].map { "-qmp\0unix:\(fakes.path(of: $0)),server=on\0" }.joined()
        scratch.write("qemu-system-x86_64\0\(sockets)", to: "proc/7/cmdline")
        let bench = try await FleetBench(
            FleetSettings(
                scanProc: true, greetingDeadline: .milliseconds(300), roots: HostRoots(procfs: "\(scratch.path)/proc")))
        let samples = try await bench.samples(within: .seconds(20)) { $0.count == 1 && $0.first?.state == .fresh }
        #expect(samples?.first?.name == "b")
        #expect(try await bench.with { $0.counters.socketsPassedOver } == 1)
        // And it stays there.
        #expect(try await bench.with { $0.socketPath(of: "b") } == fakes.path(of: "b"))
        try await bench.stop()
    }

    @Test("a guest that migrates is left alone while it does, and managed again when it was not to be")
    func migrating() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("a")])
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: [fakes.path(of: "a")]))
        #expect(try await bench.samples { $0.first?.state == .fresh } != nil)
        _ = fakes.withGuest("a") { $0.migration = "active" }
        fakes.send(QMPServerSession.event("MIGRATION", data: ["status": "setup"], at: .zero), from: "a")
        let left = try await bench.samples { $0.first?.stateReason.contains("migrating (active)") == true }
        #expect(left?.first?.state == .unmanaged)
        _ = fakes.withGuest("a") { $0.migration = "cancelled" }
        #expect(try await bench.samples { $0.first?.state == .fresh } != nil)
        try await bench.stop()
    }

    @Test("new settings let guests go and take others in, without dropping who stays")
    func reconfigure() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, [guest("a"), guest("b"), guest("c")])
        defer { fakes.stop() }
        let paths = ["a", "b", "c"].map { fakes.path(of: $0) }
        let bench = try await FleetBench(FleetSettings(sockets: [paths[0], paths[1]]))
        #expect(try await bench.samples { $0.count { $0.state == .fresh } == 2 } != nil)
        try await bench.with { $0.reconfigure(FleetSettings(sockets: [paths[1], paths[2]])) }
        let samples = try await bench.samples { $0.map(\.name) == ["b", "c"] && $0.allSatisfy { $0.state == .fresh } }
        #expect(samples != nil)
        #expect(try await bench.with { $0.counters }.connections == 3)
        try await bench.stop()
    }

    @Test("a listed socket that does not exist is shown, and connected when it comes")
    func listedAndMissing() async throws {
        let scratch = Scratch()
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/late.sock"]))
        let missing = try await bench.samples { $0.first?.state == .gone }
        #expect(missing?.first?.name == "late")
        let fakes = try fakes(scratch, [guest("late")])
        defer { fakes.stop() }
        #expect(try await bench.samples { $0.first?.state == .fresh } != nil)
        try await bench.stop()
    }
}
