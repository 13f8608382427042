import BalloonKit
import Testing

@testable import Controller

@Suite("Statistics that are older than what is read beside them")
struct LateStatisticsTests {
    private static func reading(_ actual: Int64, stats taken: Int64, used: Int64 = 272, update: UInt64) -> GuestSample {
        var sample = Bench.guest(actual: actual, maximum: 512, available: taken - used, updates: update).sample
        sample.reported?.total = .mebibytes(taken - 30)
        sample.resident = .mebibytes(300)
        return sample
    }

    private static func take(_ samples: [GuestSample]) -> StatisticsTrack {
        var track = StatisticsTrack()
        var previous = Reading()
        for (second, sample) in samples.enumerated() {
            let now = MonotonicTime(.seconds(second + 1))
            track.take(sample, previous: previous, at: now)
            previous = Reading(actual: sample.actual, resident: sample.residentRAM, time: now)
        }
        return track
    }

    @Test("a guest that just got memory back has not grown by it")
    func deflation() {
        let track = Self.take([
            Self.reading(512, stats: 512, update: 1), Self.reading(334, stats: 334, update: 2),
            Self.reading(400, stats: 334, update: 2), Self.reading(400, stats: 334, update: 3),
        ])
        #expect(track.workingSet == .mebibytes(272))
        #expect(track.burstRate == .zero)
    }

    @Test("a guest that was just cut has not shrunk by it")
    func inflation() {
        let track = Self.take([
            Self.reading(512, stats: 512, update: 1), Self.reading(334, stats: 512, update: 1),
            Self.reading(334, stats: 512, update: 2),
        ])
        #expect(track.workingSet == .mebibytes(272))
    }

    @Test("a total that does not move with the balloon is not taken for an older one over and over")
    func constantTotal() {
        for updates in 8...12 {
            let samples = (1...updates).map { update in
                var sample = Self.reading(
                    update == 1 ? 512 : 334, stats: update == 1 ? 512 : 334, update: UInt64(update))
                sample.reported?.total = .mebibytes(482)
                return sample
            }
            let track = Self.take(samples)
            #expect(track.workingSet == .mebibytes(272))
            #expect(track.burstRate == .zero)
        }
    }

    @Test("a share of the kernel that was learnt in a bad moment is learnt anew")
    func learntAnew() {
        let wrong = Self.reading(512, stats: 400, used: 200, update: 1)
        let right = (2...6).map { Self.reading(512, stats: 512, used: 200, update: UInt64($0)) }
        #expect(Self.take([wrong] + right).workingSet == .mebibytes(200))
    }
}
