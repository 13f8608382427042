import BalloonKit
import ControlProtocol
import Testing

@testable import History

@Suite("A move is followed to its end")
struct MoveFollowerTests {
    private var stage = Stage(guests: "a", "b")
    private var follower = MoveFollower()

    /// Sends `a` a target; what ended with that.
    private mutating func send(_ target: ByteCount) -> MoveFollower.Ending? {
        let sample = stage.guests["a"]
        let move = FollowedMove(
            key: MoveKey(guest: "a", time: stage.wall), sent: MonotonicTime(stage.elapsed), target: target,
            actual: sample?.actual, resident: sample?.resident)
        return follower.follow(move, sample: sample)
    }

    /// What ends within so many cycles of a second.
    private mutating func endings(within cycles: Int) -> [MoveFollower.Ending] {
        (0..<cycles).flatMap { _ in follower.observe(stage.next()) }
    }

    @Test("at its target it has arrived, with the resident size of the next look")
    mutating func arrives() throws {
        let before = send(.mebibytes(1536))
        let underWay = endings(within: 1)
        stage.guests["a"]?.actual = .mebibytes(1536)
        let settling = endings(within: 1)
        #expect(before == nil && underWay.isEmpty && settling.isEmpty)
        stage.guests["a"]?.resident = .mebibytes(1600)
        let endings = endings(within: 1)
        let ending = try #require(endings.first)
        #expect(ending.outcome.state == "arrived" && ending.outcome.after == .seconds(3))
        #expect(ending.outcome.residentBefore == .gibibytes(2) && ending.outcome.residentAfter == .mebibytes(1600))
        #expect(ending.returned == .mebibytes(448))
        #expect(follower.followed.isEmpty)
    }

    @Test("on half the way at its deadline it went partly, and without a step it is unmoved", arguments: [true, false])
    mutating func falls(short: Bool) throws {
        _ = send(.gibibytes(1))
        if short { stage.guests["a"]?.actual = .mebibytes(1500) }
        let endings = endings(within: 40)
        let ending = try #require(endings.first)
        #expect(ending.outcome.state == (short ? "partly" : "unmoved"))
        #expect(ending.outcome.after == .seconds(26))
        #expect(ending.outcome.actual == (short ? .mebibytes(1500) : .gibibytes(2)))
    }

    @Test("another target supersedes it, ours or a stranger's, unless it was there already")
    mutating func superseded() {
        _ = send(.gibibytes(1))
        _ = endings(within: 1)
        let ours = send(.mebibytes(900))
        stage.guests["a"]?.target = .gibibytes(2)
        let strangers = endings(within: 3)
        #expect(ours?.outcome.state == "superseded" && strangers.map(\.outcome.state) == ["superseded"])
        _ = send(.gibibytes(1))
        stage.guests["a"]?.actual = .gibibytes(1)
        stage.guests["a"]?.target = .gibibytes(1)
        _ = endings(within: 1)
        let there = send(.mebibytes(900))
        #expect(there?.outcome.state == "arrived")
    }

    @Test("QEMU's refusal is its end, in QEMU's words; that of an older target is not")
    mutating func refused() throws {
        _ = send(.gibibytes(1))
        let older = follower.refuse(guest: "a", target: .gibibytes(3), error: "too late")
        let other = follower.refuse(guest: "b", target: .gibibytes(1), error: "nobody asked")
        #expect(older == nil && other == nil)
        let answer = follower.refuse(guest: "a", target: .gibibytes(1), error: "no balloon")
        let refused = try #require(answer)
        #expect(refused.ending.outcome.state == "rejected" && refused.ending.outcome.detail == "no balloon")
        #expect(refused.change == .gibibytes(-1) && follower.followed.isEmpty)
    }

    @Test("of a guest that left nothing is known, and a silent one is waited for")
    mutating func leaves() {
        _ = send(.gibibytes(1))
        stage.guests["a"]?.actual = nil
        let silent = endings(within: 5)
        stage.guests["a"] = nil
        let gone = endings(within: 1)
        #expect(silent.isEmpty && gone.map(\.outcome.state) == ["unknown"])
    }

    @Test("a move of many is told by its guest, and others go on")
    mutating func others() {
        _ = send(.gibibytes(1))
        _ = follower.follow(
            FollowedMove(
                key: MoveKey(guest: "b", time: stage.wall), sent: MonotonicTime(stage.elapsed), target: .gibibytes(1),
                actual: .gibibytes(2), resident: nil), sample: stage.guests["b"])
        stage.guests["b"]?.actual = .gibibytes(1)
        let ended = endings(within: 3)
        #expect(ended.map(\.key.guest) == ["b"])
        #expect(follower.followed.keys.sorted() == ["a"])
    }
}
