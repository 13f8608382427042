import BalloonKit
import ControlProtocol
import ControlSamples
import Testing

@Suite("A move is told as a good colleague would")
struct MoveTellingTests {
    private func told(_ move: MoveReport = Samples.cut, _ change: (inout MoveReport) -> Void = { _ in }) -> String {
        var move = move
        change(&move)
        return MoveTelling(move) { _ in "14:03:11" }.sentence
    }

    @Test("what, when, because of what, what bounded it, and what came of it")
    func whole() {
        #expect(
            told()
                == "web1 was cut 512 MiB at 14:03:11 because the pool was forecast to reach 81.2 % in 1.3 s; it held 900 MiB idle, "
                + "the most of 8 guests; the step limit bit; 1.4 s later its resident size had fallen 505 MiB")
        #expect(
            told(Samples.gift)
                == "db got 256 MiB back at 14:03:11 because it had 40 MiB available, under its reserve of 128 MiB; it had it 1.2 s later"
        )
    }

    @Test("no more is said than the record holds: 'was cut' only of a guest that arrived")
    func outcomes() {
        func ending(_ state: String?, _ change: (inout MoveOutcome) -> Void = { _ in }) -> String {
            told { move in
                move.guardrails = []
                guard let state, var outcome = move.outcome else { return move.outcome = nil }
                outcome.state = state
                change(&outcome)
                move.outcome = outcome
            }
        }
        let partly = ending("partly") {
            $0.after = .seconds(10)
            $0.actual = .mebibytes(1848)
            $0.residentAfter = .mebibytes(1810)
        }
        #expect(partly.hasPrefix("web1 was asked for 512 MiB at"))
        #expect(partly.hasSuffix("; it gave 200 MiB within 10 s, and its resident size fell 190 MiB"))
        #expect(ending("unmoved") { $0.after = .seconds(10) }.hasSuffix("; it did not move within 10 s"))
        #expect(
            ending("superseded") { $0.after = .milliseconds(800) }.hasSuffix(
                "; another target took its place 0.8 s later, when it had 1.5 GiB"))
        #expect(ending("rejected") { $0.detail = "not active" }.hasSuffix("; QEMU refused it: not active"))
        #expect(ending("unknown").hasSuffix("; what came of it is not known"))
        #expect(ending("of-tomorrow").hasSuffix("; what came of it is not known"))
        #expect(ending(nil).hasSuffix("; what came of it is not known yet"))
        for state in ["partly", "unmoved", "superseded", "rejected", "unknown", nil] {
            #expect(!ending(state).contains("was cut"), "\(state ?? "nil")")
        }
        #expect(
            ending("arrived") { $0.residentAfter = $0.residentBefore }.hasSuffix(
                "1.4 s later it was there, yet its resident size had not fallen"))
        #expect(
            ending("arrived") { $0.residentAfter = .mebibytes(2012) }.hasSuffix(
                "yet its resident size had even grown 12 MiB"))
        #expect(ending("arrived") { $0.residentBefore = nil }.hasSuffix("; it was there 1.4 s later"))
    }

    @Test("a dry run is told as what would have been")
    func dryRun() {
        let cut = told { $0.isDryRun = true }
        #expect(cut.hasPrefix("web1 would have been cut 512 MiB at 14:03:11 because"))
        #expect(cut.hasSuffix("; it was a dry run, nothing was sent"))
        #expect(told(Samples.gift) { $0.isDryRun = true }.hasPrefix("db would have got 256 MiB back at"))
        let off = told {
            $0.isDryRun = true
            $0.reason.code = "called-off"
        }
        #expect(off.hasPrefix("web1 would have been let off at 1.5 GiB at"))
    }

    @Test("where a guest stands among the others by its idle memory")
    func rank() {
        func place(_ rank: Int?, of guests: Int?) -> Bool {
            told {
                $0.idleRank = rank
                $0.guests = guests
            }.contains("900 MiB idle;")
        }
        #expect(told { $0.idleRank = 3 }.contains("900 MiB idle, the 3rd most of 8 guests;"))
        #expect(told { $0.idleRank = 8 }.contains("900 MiB idle, the least of 8 guests;"))
        #expect(place(nil, of: 8) && place(1, of: nil) && place(1, of: 1) && place(9, of: 8) && place(0, of: 8))
    }

    @Test("under the high mark it says for whom, and of a plugin only that it wished so")
    func need() {
        func calm(_ policy: String) -> String {
            told {
                $0.pool.predicted = .gibibytes(48)
                $0.policy = policy
            }
        }
        #expect(
            calm("built-in").contains("because guests in need had no room left in the pool, forecast to reach 75 %;"))
        #expect(calm("tiers").contains("because policy tiers wished so, with the pool forecast to reach 75 %;"))
        let own = told {
            $0.policy = "tiers"
            $0.reason = ReasonReport(code: "office-hours", sentence: "office-hours: it is night")
        }
        #expect(own.contains("at 14:03:11, on the word of policy tiers: office-hours: it is night;"))
    }

    @Test("a guest in need: what it had against what it should have had, or what it lacked")
    func shortage() {
        func because(_ code: String, _ change: (inout MoveReport) -> Void = { _ in }) -> String {
            let sentence = told(Samples.gift) {
                $0.reason.code = code
                change(&$0)
            }
            return String(sentence.split(separator: ";")[0].dropFirst("db got 256 MiB back at 14:03:11 because ".count))
        }
        #expect(
            because("distress") == "it was in distress and had 40 MiB available, under its reserve of 128 MiB")
        #expect(
            because("distress") { $0.inputs.available = nil } == "it was in distress and lacked 88 MiB of its reserve")
        #expect(
            because("growing") { $0.inputs.burstRate = .mebibytes(30) }
                == "it was growing by 30 MiB/s and had 40 MiB available, under its reserve of 128 MiB")
        let bare = because("growing") {
            $0.inputs = GuestInputs()
            $0.reason.amount = nil
        }
        #expect(bare == "it was growing")
    }

    @Test("every code that the controller has for guests reads in the past tense")
    func codes() throws {
        let present = ["it holds", "it is ", "it lacks", "does not", "do not", " has ", " bit "]
        for code in try guestCodes() {
            let sentence = told {
                $0.guardrails = []
                $0.outcome = nil
                $0.reason = ReasonReport(code: code, amount: .mebibytes(7), sentence: "UNTOLD")
            }
            // A pin's reason stands in the operator's own words.
            let isKnown = code == "pinned" || !sentence.contains("UNTOLD")
            #expect(isKnown, "\(code): \(sentence)")
            #expect(!present.contains { sentence.dropLast(" is not known yet".count).contains($0) }, "\(sentence)")
            let bound = told {
                $0.outcome = nil
                $0.guardrails = [ReasonReport(code: code, amount: .mebibytes(7), sentence: "UNTOLD")]
            }
            #expect(code == "pinned" || !bound.contains("UNTOLD"), "\(code): \(bound)")
        }
    }

    @Test("little is known, and still a sentence comes of it")
    func bare() {
        #expect(
            told(Samples.bareMove)
                == "db was offered 1 GiB at 14:03:11 because the pool was calm with some memory to spare; what came of it is not known yet"
        )
        #expect(
            told(Samples.bareMove) { $0.action = "reclaim" }.hasPrefix("db was asked to come down to 1 GiB at 14:03:11")
        )
    }

    @Test("the pool's course in a sentence")
    func pool() throws {
        let told = try #require(PoolTelling(Samples.course) { _ in "14:00:11" }.sentence)
        #expect(
            told
                == "the pool went from 62.5 % to 76.6 %, with a peak of 82.8 % at 14:00:11; it was over its line of 80 % for 3.2 s; "
                + "it went up to the rung squeeze; 2 guests were in distress at once")
        #expect(PoolTelling([]) { _ in "" }.sentence == nil)
        let one = try #require(PoolTelling(Array(Samples.course.prefix(1))) { _ in "" }.sentence)
        #expect(one == "the pool was at 62.5 %, with a peak of 64.1 %; it was never over its line of 80 %")
    }
}
