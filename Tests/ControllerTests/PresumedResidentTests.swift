import BalloonKit
import Testing

@testable import Controller

/// Guests whose resident memory nobody can read.
@Suite struct PresumedResidentTests {
    private func guest(_ name: String, actual: Int64, available: Int64?, resident: Int64?) -> Snapshot.Guest {
        var guest = Bench.guest(name, actual: actual, maximum: 4096, available: available ?? 0)
        guest.sample.resident = resident.map { .mebibytes($0) }
        if available == nil { guest.sample.reported = nil }
        return guest
    }

    private func presumed(_ guests: [Snapshot.Guest], usage: Double) -> [ByteCount?] {
        let residents = PresumedResidents(Bench.snapshot(guests, usage: usage))
        return guests.map { residents.resident(of: $0.sample) }
    }

    @Test("They are presumed to hold what the pool's used memory leaves, each its need and a like part of the rest")
    func parts() {
        let guests = [
            guest("a", actual: 2048, available: 2000, resident: nil),
            guest("b", actual: 2048, available: 1000, resident: nil),
            guest("c", actual: 1024, available: 100, resident: 824),
        ]
        // 5120 MiB of 10 GiB: 824 are c's, 48 + 1048 are needed, 3200 are left for 3000 that are spare.
        #expect(presumed(guests, usage: 0.5) == [.mebibytes(2048), .mebibytes(2048), .mebibytes(824)])
        // 3072 MiB: 1152 are left, 38.4 % of what is spare.
        let some = presumed(guests, usage: 0.3).map { $0 ?? .zero }
        #expect((some[0] - .mebibytes(816)).magnitude < .mebibytes(1))
        #expect((some[1] - .mebibytes(1432)).magnitude < .mebibytes(1))
    }

    @Test("One that says nothing is presumed to hold all it has, and none less than it needs")
    func bounds() {
        let guests = [
            guest("a", actual: 1024, available: nil, resident: nil),
            guest("b", actual: 2048, available: 2000, resident: nil),
        ]
        #expect(presumed(guests, usage: 0.01) == [.mebibytes(1024), .mebibytes(48)])
    }

    @Test("What was measured stands, and of a guest without a size nothing is presumed")
    func measured() {
        let unknown = Snapshot.Guest(sample: GuestSample(name: "z", state: .connecting))
        #expect(presumed([Bench.guest(resident: 700), unknown], usage: 0.5) == [.mebibytes(700), nil])
    }

    @Test("Memory that only looks idle is not counted on: merging begins for guests that cannot be measured")
    func merging() {
        let guests = (1...8).map { guest("g\($0)", actual: 4096, available: 3200, resident: nil) }
        let decision = Bench.decide(Bench.snapshot(guests, usage: 0.78))
        // 7987 MiB are used, 7168 of them needed: of 25 GiB that look idle hardly more than the rest can come back.
        #expect(decision.verdicts.reduce(ByteCount.zero) { $0 + $1.assessment.idle } < .mebibytes(1200))
    }
}
