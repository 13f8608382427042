import BalloonKit
import QMPTestKit
import Testing

@testable import Fleet

struct FleetBudgetTests {
    @Test("what a hundred flooding guests may make us read together is bounded, and each gets some of it")
    func together() {
        var now = MonotonicTime(.seconds(1))
        let fleet = FleetReadBudget(at: now)
        var guests = [ReadBudget](repeating: ReadBudget(at: now), count: 100)
        var resumes = [MonotonicTime](repeating: now, count: 100)
        var read = [Int](repeating: 0, count: 100)
        let seconds = 60
        while now < MonotonicTime(.seconds(1 + seconds)) {
            for index in guests.indices where resumes[index] <= now {
                let hold = guests[index].spend(bytes: 2048, lines: 20, at: now, of: fleet)
                read[index] += 2048 + ReadBudget.ofPiece + 20 * ReadBudget.ofLine
                if let hold { resumes[index] = hold.until }
            }
            now = now + .milliseconds(1)
        }
        let eachAtMost = ReadBudget.ordinaryMost + seconds * ReadBudget.ordinaryEachSecond
        let atMost = 100 * eachAtMost + FleetReadBudget.most + seconds * FleetReadBudget.eachSecond
        // A piece can be on credit.
        #expect(read.reduce(0, +) <= atMost + 100 * 10_000)
        #expect((read.min() ?? 0) >= eachAtMost / 2)
    }

    @Test("a healthy guest is never held, however much others flood")
    func healthy() {
        var now = MonotonicTime(.seconds(1))
        let fleet = FleetReadBudget(at: now)
        var healthy = ReadBudget(at: now)
        // Its machine is read once: the longest lists that are asked for.
        #expect(healthy.spend(bytes: 100_000, lines: 10, at: now, of: fleet) == nil)
        for _ in 0..<600 {
            now = now + .seconds(1)
            fleet.take(FleetReadBudget.most * 2, at: now)
            #expect(fleet.isEmpty)
            // Statistics, and twice as many events as a moving balloon tells.
            #expect(healthy.spend(bytes: 550, lines: 1, at: now, of: fleet) == nil)
            for _ in 0..<2 { #expect(healthy.spend(bytes: 130, lines: 1, at: now, of: fleet) == nil) }
        }
    }

    @Test("a guest alone is bounded as before, and its holds are not counted as everybody's")
    func alone() {
        let now = MonotonicTime(.seconds(1))
        let fleet = FleetReadBudget(at: now)
        var guest = ReadBudget(at: now)
        var spent = 0
        var hold: ReadBudget.Hold?
        while hold == nil {
            hold = guest.spend(bytes: 2048, lines: 0, at: now, of: fleet)
            spent += 2048 + ReadBudget.ofPiece
        }
        #expect(spent >= ReadBudget.most && spent < ReadBudget.most + 2 * 4096)
        #expect(hold?.isShared == false)
    }

    @Test("forty flooding guests on real sockets are held for each other, and eight healthy ones are served in time")
    func sockets() async throws {
        let scratch = Scratch()
        var guests = (0..<40).map { FakeQEMU(name: "flood\($0)", maximum: 256 << 20) }
        for index in guests.indices { guests[index].faults = [.eventFlood(3000)] }
        guests += (0..<8).map { FakeQEMU(name: "good\($0)", maximum: 256 << 20) }
        let fakes = try FakeFleet(directory: scratch.path, guests: guests)
        fakes.start()
        defer { fakes.stop() }
        let begun = FleetBench.clock()
        let bench = try await FleetBench(FleetSettings(sockets: ["\(scratch.path)/*.sock"]))
        for _ in 0..<3 {
            let served = try await bench.samples { samples in
                let good = samples.filter { $0.name.hasPrefix("good") }
                return good.count == 8
                    && good.allSatisfy { $0.state == .fresh && ($0.statisticsAge ?? .seconds(9)) < .milliseconds(1500) }
            }
            #expect(served != nil)
        }
        var shared: UInt64 = 0
        for _ in 0..<100 where shared == 0 {
            _ = try await bench.pollTime(deadline: .milliseconds(200))
            shared = try await bench.with { $0.counters.sharedHeldReads }
        }
        #expect(shared > 0)
        let held = try await bench.samples { _ in true }
        #expect(held?.filter { $0.name.hasPrefix("good") }.allSatisfy { !$0.stateReason.contains("sends far") } == true)
        let (events, elapsed) = try await bench.with { ($0.counters.events, FleetBench.clock() - begun) }
        let bound =
            40 * (ReadBudget.ordinaryMost + 20_000) + FleetReadBudget.most
            + Int(elapsed / .seconds(1) + 1) * (FleetReadBudget.eachSecond + 40 * ReadBudget.ordinaryEachSecond)
        #expect(Int(events) * ReadBudget.ofLine < bound)
        try await bench.stop()
    }
}
