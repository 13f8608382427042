import BalloonKit
import Glibc
import HostMemory
import NIOCore
import QMP
import QMPTestKit
import Testing

@testable import Fleet

@Suite(.serialized)
struct FleetStopTests {
    private func fakes(_ scratch: Scratch, _ faults: [String: Set<FakeFault>]) throws -> FakeFleet {
        let guests = faults.keys.sorted().map { name in
            var guest = FakeQEMU(name: name, maximum: 256 << 20)
            guest.faults = faults[name] ?? []
            return guest
        }
        let fleet = try FakeFleet(directory: scratch.path, guests: guests)
        fleet.start()
        return fleet
    }

    @Test("a stop answers open balloon commands as interrupted, whoever looks at the fleet meanwhile")
    func openCommands() async throws {
        let scratch = Scratch()
        let fakes = try fakes(scratch, ["good": [], "stalls": [.stalls]])
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*.sock"]))
        #expect(try await bench.samples { $0.first { $0.name == "good" }?.state == .fresh } != nil)
        let failures = try await bench.with { fleet in
            var codes: [QMPError.Code] = []
            fleet.onChange = { [unowned fleet] _ in _ = (fleet.samples(), fleet.counters) }
            for _ in 0..<3 {
                fleet.setBalloon("good", to: .mebibytes(200)) { [unowned fleet] result in
                    _ = (fleet.samples(), fleet.counters)
                    if case .failure(let error) = result { codes.append(error.code) }
                }
            }
            fleet.poll(deadline: .seconds(1)) { [unowned fleet] in _ = fleet.samples() }
            fleet.stop()
            return codes
        }
        #expect(failures == [.interrupted, .interrupted, .interrupted])
        try await bench.stop()
    }

    @Test("a stop at any moment of the first connects ends", arguments: [0, 1, 5, 20, 60])
    func early(turns: Int) async throws {
        let scratch = Scratch()
        let names = (0..<20).map { "g\($0)" }
        let fakes = try fakes(
            scratch, Dictionary(uniqueKeysWithValues: names.map { ($0, $0.hasSuffix("3") ? [.neverGreets] : []) }))
        defer { fakes.stop() }
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*.sock"]))
        for _ in 0..<turns { _ = try await bench.pollTime(deadline: .milliseconds(5)) }
        try await bench.stop()
        #expect(try await bench.with { $0.guests.values.allSatisfy { $0.connection == nil } })
    }

    @Test("a stop does not wait for a file that the kernel holds")
    func stuckFile() async throws {
        let scratch = Scratch()
        scratch.directory("proc/7")
        let file = "\(scratch.path)/proc/7/cmdline"
        #expect(mkfifo(file, 0o600) == 0)
        let settings = FleetSettings(scanProc: true, roots: HostRoots(procfs: "\(scratch.path)/proc"))
        let bench = try await FleetBench(settings)
        // The scan hangs from here on: a pipe without a writer cannot be opened.
        while try await !bench.with({ $0.scanIsRunning }) { _ = try await bench.pollTime(deadline: .milliseconds(5)) }
        let began = FleetBench.clock()
        try await bench.stop()
        // On a slow machine the stop may come before the scan has got to the pipe; then there is nothing to wait for.
        #expect(FleetBench.clock() - began < .seconds(5))
        let writer = open(file, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        close(writer)
    }
}
