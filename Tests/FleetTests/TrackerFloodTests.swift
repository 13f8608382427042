import BalloonKit
import QMP
import Testing

@testable import Fleet

struct TrackerFloodTests {
    private static let event = #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "NOISE"}"# + "\r\n"

    /// Sends pieces until the tracker wants no more; how many that took, at most `limit`.
    private func flood(_ bench: TrackerBench, with piece: String, limit: Int = 100_000) -> Int {
        for count in 1...limit {
            bench.receive(piece)
            if bench.tracker.readsResumeAt != nil { return count }
        }
        return limit
    }

    @Test("a flood of events is held after a bounded number of them, said and counted")
    func events() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        let count = flood(bench, with: String(repeating: Self.event, count: 20))
        #expect(count < 200)
        #expect(bench.tracker.totals.heldReads == 1)
        #expect(bench.state == .fresh)
        #expect(bench.sample.stateReason.contains("sends far more than it is asked for"))
        let resumes = try #require(bench.tracker.readsResumeAt)
        #expect(resumes > bench.now && resumes < bench.now + .seconds(1))
        #expect(bench.tracker.wakeAt <= resumes)
        bench.advance(resumes - bench.now + .milliseconds(50))
        #expect(bench.tracker.readsResumeAt == nil)
    }

    @Test("once it keeps flooding, what is read in a second is bounded")
    func steady() {
        let bench = TrackerBench()
        bench.becomeFresh()
        let piece = String(repeating: Self.event, count: 20)
        _ = flood(bench, with: piece)
        let end = bench.now + .seconds(10)
        var bytes = 0
        while bench.now < end {
            bench.advance(.milliseconds(50))
            while bench.tracker.readsResumeAt == nil {
                bench.receive(piece)
                bytes += piece.utf8.count
            }
        }
        #expect(bytes > 0)
        #expect(bytes < 10 * ReadBudget.eachSecond)
    }

    @Test("pieces of a byte are no cheaper way to keep us busy")
    func tinyPieces() {
        let bench = TrackerBench()
        bench.becomeFresh()
        #expect(flood(bench, with: " ") <= ReadBudget.most / ReadBudget.ofPiece)
    }

    @Test("a guest that is asked every second for an hour, and tells events, is never held")
    func ordinary() {
        let bench = TrackerBench()
        bench.becomeFresh()
        for _ in 0..<3600 {
            bench.event("BALLOON_CHANGE", #"{"actual": 209715200}"#)
            bench.advance(.seconds(1), reporting: true)
        }
        #expect(bench.tracker.totals.heldReads == 0)
        #expect(bench.state == .fresh)
        #expect(bench.sample.stateReason == "statistics are current")
    }

    @Test("when its answers are late behind the flood the guest is silent for that reason, and attempts become rarer")
    func lateAnswers() throws {
        let bench = TrackerBench()
        bench.becomeFresh()
        var waits: [Duration] = []
        for _ in 0..<4 {
            _ = flood(bench, with: String(repeating: Self.event, count: 20))
            bench.answers = false
            bench.poll()
            bench.advance(.seconds(3))
            #expect(bench.state == .silent)
            #expect(bench.sample.stateReason.contains("sends far more"))
            #expect(bench.tracker.readsResumeAt == nil)
            bench.answers = true
            waits.append(try #require(bench.tracker.attemptAt) - bench.now)
            bench.connect()
        }
        #expect(bench.closes == 4)
        #expect(waits == waits.sorted())
        #expect(waits.first != waits.last)
    }

    @Test("an answer longer than any that is asked for is dropped, not parsed")
    func longLine() {
        let bench = TrackerBench()
        bench.becomeFresh()
        bench.machine.stats = "{\"x\": \"\(String(repeating: "x", count: GuestTracker.longestLine))\"}"
        bench.poll()
        #expect(bench.tracker.totals.oversizeLines == 1)
        #expect(bench.state == .connecting)
        #expect(bench.closes == 1)
    }
}
