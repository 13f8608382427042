import BalloonKit
import ControlProtocol
import ControlSamples
import Testing

@Suite("Why a guest is not given memory, or not cut")
struct WhyNotTests {
    /// A guest that nothing stands in the way of, with room in the pool.
    private struct Case {
        var guest = GuestReport(name: "db1", state: .fresh)
        var explanation = GuestExplanation(name: "db1", action: "hold", explanation: "db1 is held at 2 GiB")
        var pool = Samples.explanation.pool
        var status = Samples.status
        var others: [GuestReport] = []

        init() {
            guest.actual = .gibibytes(2)
            explanation.inputs.actual = .gibibytes(2)
            explanation.inputs.maximum = .gibibytes(4)
            explanation.inputs.ceiling = .gibibytes(4)
            explanation.inputs.floor = .mebibytes(512)
            explanation.inputs.available = .mebibytes(900)
            explanation.inputs.reserve = .mebibytes(128)
            explanation.inputs.workingSet = .mebibytes(1100)
            explanation.inputs.idle = .mebibytes(700)
            explanation.inputs.shortage = .zero
            explanation.inputs.isInDistress = false
            explanation.inputs.canGive = true
            status.isDryRun = false
            status.isPaused = false
            status.pool?.total = .gibibytes(16)
            (pool.used, pool.predicted) = (.gibibytes(10), .gibibytes(10))
            (pool.limit, pool.highWatermark, pool.lowWatermark) = (.gibibytes(13), .gibibytes(12), .gibibytes(11))
        }

        func whyNot(_ question: WhyNot.Question) -> WhyNot {
            WhyNot(
                question, guest: guest, explanation: explanation, pool: pool, status: status, guests: others + [guest])
        }
    }

    private func obstacles(_ question: WhyNot.Question, _ change: (inout Case) -> Void) -> [Obstacle] {
        var situation = Case()
        change(&situation)
        return situation.whyNot(question).obstacles
    }

    @Test("orders of operators, with the command that ends them")
    func orders() {
        let pinned = obstacles(.grow) {
            $0.guest.pin = PinReport(target: .gibibytes(1), reason: "backup", setBy: "root", remaining: .seconds(3600))
        }
        #expect(pinned.first?.sentence == "it is pinned to 1 GiB by root (backup), for another 1h")
        #expect(pinned.first?.command == "balloonctl unset db1")
        #expect(obstacles(.shrink) { $0.guest.isPaused = true }.first?.command == "balloonctl resume db1")
        #expect(obstacles(.shrink) { $0.status.isPaused = true }.first?.command == "balloonctl resume")
        #expect(obstacles(.grow) { $0.status.isDryRun = true }.first?.code == "dry-run")
        let strange = obstacles(.grow) {
            $0.guest.name = "my db's"
            $0.guest.isPaused = true
        }
        #expect(strange.first?.command == #"balloonctl resume 'my db'\''s'"#)
    }

    @Test("a guest that cannot be worked with says why")
    func states() {
        let unmanaged = obstacles(.grow) {
            $0.guest.state = "unmanaged"
            $0.guest.stateReason = "it has no balloon device"
        }
        #expect(unmanaged.first?.sentence == "it is unmanaged: it has no balloon device")
        #expect(unmanaged.first?.command == "balloonctl doctor")
        #expect(obstacles(.shrink) { $0.guest.isRunning = false }.first?.code == "not-running")
    }

    @Test("at its ceiling, and at its maximum, which a balloon cannot pass")
    func full() {
        let ceiling = obstacles(.grow) { $0.explanation.inputs.ceiling = .gibibytes(2) }
        #expect(ceiling.map(\.code) == ["ceiling"])
        #expect(ceiling.first?.sentence == "it has all that its ceiling of 2 GiB lets it have; its maximum is 4 GiB")
        #expect(ceiling.first?.command == "balloonctl limits db1 --max max")
        let maximum = obstacles(.grow) { $0.explanation.inputs.actual = .gibibytes(4) }
        #expect(maximum.map(\.code) == ["maximum"])
        #expect(maximum.first?.remedy?.contains("-m") == true)
    }

    @Test("not in need: what it has against its reserve")
    func content() {
        let obstacle = obstacles(.grow) { $0.pool.predicted = .gibibytes(12) }
        #expect(obstacle.map(\.code) == ["no-need"])
        #expect(
            obstacle.first?.sentence
                == "it is not in need: it has 900 MiB available, and its reserve is 128 MiB; memory that nobody needs goes back "
                + "when the pool is forecast under 68.8 %, and the forecast is 75 %")
    }

    @Test("no room: how much is missing, and who holds it")
    func crowded() {
        let obstacle = obstacles(.grow) {
            $0.explanation.inputs.available = .mebibytes(20)
            $0.explanation.inputs.shortage = .mebibytes(300)
            $0.explanation.inputs.isInDistress = true
            $0.pool.used = .mebibytes(13 * 1024 - 100)
            for (name, resident, idle) in [("big", 6, 0), ("small", 1, 0), ("mid", 3, 2), ("tiny", 0, 0)] {
                var guest = GuestReport(name: name, state: .fresh)
                guest.resident = .gibibytes(Int64(resident))
                guest.idle = .gibibytes(Int64(idle))
                $0.others.append(guest)
            }
        }
        #expect(obstacle.map(\.code) == ["headroom"])
        #expect(
            obstacle.first?.sentence
                == "there is no room: it lacks 300 MiB, and 100 MiB is left under the line of 81.3 %, so 200 MiB is missing; most is held "
                + "by big (6 GiB), mid (3 GiB, 2 GiB of it idle), small (1 GiB)")
    }

    @Test("short of its reserve and nothing else, it waits while memory is scarce")
    func waiting() {
        let obstacle = obstacles(.grow) {
            $0.explanation.inputs.available = .mebibytes(20)
            $0.explanation.inputs.shortage = .mebibytes(108)
            $0.pool.predicted = .gibibytes(12)
        }
        #expect(obstacle.map(\.code) == ["scarce"])
    }

    @Test("not cut: no need, at its floor, nothing idle, gives nothing, others first")
    func notCut() {
        #expect(obstacles(.shrink) { _ in }.map(\.code) == ["no-need"])
        #expect(
            obstacles(.shrink) { _ in }.first?.sentence
                == "the pool does not need it: the forecast is 62.5 %, and memory is taken above 75 %")
        #expect(obstacles(.shrink) { $0.explanation.inputs.floor = .gibibytes(2) }.map(\.code) == ["floor"])
        let busy = obstacles(.shrink) {
            $0.explanation.inputs.idle = .zero
            $0.pool.predicted = .gibibytes(13)
        }
        #expect(busy.first?.sentence == "it holds nothing idle: its working set is 1.1 GiB, with a reserve of 128 MiB")
        let unable = obstacles(.shrink) {
            $0.explanation.inputs.canGive = false
            $0.explanation.reason = ReasonReport(code: "cannot-give", sentence: "inflating brings nothing")
        }
        #expect(unable.first?.code == "cannot-give" && unable.first?.command == "balloonctl doctor")
        let behind = obstacles(.shrink) {
            $0.pool.predicted = .gibibytes(13)
            var other = GuestReport(name: "web1", state: .fresh)
            other.idle = .gibibytes(1)
            $0.others = [other]
        }
        #expect(behind.first?.sentence == "it holds 700 MiB idle, and others hold more and give first: web1 (1 GiB)")
    }

    @Test("guardrails that bit are told, each once")
    func guardrails() {
        let told = obstacles(.shrink) {
            $0.pool.predicted = .gibibytes(13)
            $0.explanation.guardrails = [
                ReasonReport(code: "cool-down", sentence: "it was moved the other way a moment ago"),
                ReasonReport(code: "cool-down", sentence: "again"),
            ]
        }
        #expect(told.map(\.sentence) == ["it was moved the other way a moment ago"])
        // What refused a grant says nothing of a cut.
        let other = obstacles(.shrink) {
            $0.explanation.reason = ReasonReport(code: "growing", sentence: "it grows")
            $0.explanation.guardrails = [ReasonReport(code: "cool-down", sentence: "it was moved the other way")]
        }
        #expect(other.map(\.code) == ["no-need"])
    }

    @Test("what happens is not explained away")
    func happening() {
        var situation = Case()
        situation.explanation.target = .gibibytes(3)
        situation.explanation.explanation = "db1 is given 1 GiB"
        #expect(situation.whyNot(.grow).happening == "it is being given memory right now. db1 is given 1 GiB")
        #expect(situation.whyNot(.shrink).happening == nil)
        situation = Case()
        situation.guest.target = .gibibytes(1)
        #expect(situation.whyNot(.shrink).happening == "it is on its way from 2 GiB to 1 GiB already")
    }

    @Test("there is always an answer, be it the daemon's own account")
    func always() {
        let told = obstacles(.grow) {
            $0.explanation.inputs = GuestInputs()
            $0.guest.actual = nil
        }
        #expect(told.map(\.sentence) == ["db1 is held at 2 GiB"])
    }
}
