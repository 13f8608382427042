import BalloonKit
import ControlProtocol
import ControlSamples
import Foundation
import Testing

@testable import balloonctl

@Suite("A report of a period")
struct ReportTests {
    private static let weekAgo = UnixTime(milliseconds: Samples.moment.milliseconds - 7 * 86_400_000)

    @Test("in the terminal: sentences with their figures, and a row a guest")
    func text() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl("report", to: daemon)
            #expect(daemon.requests == [.queryPeriod(QueryPeriod(since: Self.weekAgo, until: Samples.moment))])
            #expect(
                outcome.lines == [
                    "Memory of host1, 2026-11-16 15:03 to 2026-11-23 15:03", "",
                    "Usage was over its line of 80.0 % for 3.2 s, 0.6 % of the time that was recorded, by 1.8 GiB at worst.",
                    "On average 45 GiB (70.3 %) was in use, and 53 GiB (82.8 %) at the peak at 15:00.",
                    "Guests' memory was changed 24 times: 6 GiB was asked of them, of which 5.3 GiB came back to the host as QEMU's "
                        + "resident sizes show, and 4 GiB was given to them.",
                    "One guest of 2 was in distress: db, for 4.2 s. Guests' kernels killed processes for want of memory once.",
                    "Same-page merging saved 500 MiB on average, 900 MiB at most, for 6.0 s of processor time (1.1 % of a core).",
                    "The host swapped out nothing.",
                    "With 1.8 GiB more room at the worst moment, usage would have stayed under the line.",
                    "At worst 300 MiB more was called for at once than guests could give.",
                    "More room is more memory, fewer or smaller guests, or lower floors.",
                    "Alarm over-limit stood for 3.2 s.",
                    "9m of 10m was recorded; in the rest balloond did not run, or it is no longer remembered.", "",
                    "GUEST  MEAN  LOWEST  MAX  NEEDED  ASKED  CAME BACK  GIVEN  MOVES  DISTRESS",
                    "db       2G    1.5G   4G    1.4G     3G       2.6G     2G     12     4.2 s",
                    "web1     2G    1.5G   4G    1.4G     3G       2.6G     2G     12",
                ])
        }
    }

    @Test("a good period says how much room was left")
    func good() {
        var period = Samples.period
        period.overLimit = .zero
        period.overLimitWorst = nil
        period.usedPeak = .gibibytes(50)
        period.guests = []
        period.alarms = [:]
        let prose = ReportProse(figures: period, clock: ClockText(now: Samples.moment))
        #expect(prose.verdict == "Usage stayed under its line of 80.0 % all the time that was recorded.")
        #expect(
            prose.room.first
                == "Even at the peak 1.2 GiB was left under the line: room for another guest that needs no more.")
        #expect(prose.distress == "No guest was seen.")
        period.moves = 0
        #expect(
            ReportProse(figures: period, clock: ClockText(now: Samples.moment)).moves
                == "No guest's memory was changed.")
    }

    @Test("as a page: stands by itself, loads and runs nothing, and is no larger than it must be")
    func page() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let page = balloonctl("report", "-o", "-", to: daemon).out
            #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
            for address in ["http://", "https://", "src=", "url(", "<script", "@import"] {
                let others = page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
                #expect(!others.contains(address), "\(address)")
            }
            #expect(page.contains("default-src 'none'") && page.contains("@media print"))
            #expect(page.contains("<figcaption>Memory of db</figcaption>"))
            #expect(page.contains("<b>web1</b> was cut 512\u{a0}MiB at 15:03:11 because the pool was forecast"))
            #expect(page.utf8.count < 100_000)
        }
    }

    @Test("what guests and QEMU say stands on the page as text")
    func escaping() throws {
        let evil = "</td><script>alert(1)</script>&\"'\u{202e}"
        let script: FakeDaemon.Script = { request in
            switch request {
            case .queryPeriod:
                var period = Samples.period
                period.guests[0].name = evil
                period.alarms = [evil: .seconds(1)]
                return .reply(period.json)
            case .queryMoves:
                var move = Samples.cut
                move.guest = evil
                move.outcome?.state = "rejected"
                move.outcome?.detail = evil
                move.reason.code = evil
                move.reason.sentence = evil
                return .reply(QueryMoves.Reply(moves: [move]).json)
            default: return Replies.answer(request)
            }
        }
        try FakeDaemon.run(script) { daemon in
            let page = balloonctl("report", "-o", "-", to: daemon).out
            #expect(!page.contains("<script") && !page.contains("\u{202e}"))
            #expect(page.contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;'"))
            let text = balloonctl("report", to: daemon).out
            #expect(!text.contains("\u{202e}"))
        }
    }

    @Test("the most telling moves: what failed and what hurt, not ten of a kind")
    func telling() {
        var moves: [MoveReport] = []
        for index in 0..<200 {
            var move = Samples.cut
            move.guest = "g\(index % 20)"
            move.time = UnixTime(milliseconds: Int64(index))
            if index == 50 { move.outcome?.state = "rejected" }
            if index == 60 { move.reason.code = "distress" }
            moves.append(move)
        }
        let chosen = TellingMoves.chosen(from: moves, count: 10)
        #expect(chosen.contains { $0.outcome?.state == "rejected" } && chosen.contains { $0.reason.code == "distress" })
        #expect(chosen.filter { $0.reason.code == "idle-memory" && $0.outcome?.state == "arrived" }.count == 3)
        #expect(chosen.map(\.time) == chosen.map(\.time).sorted())
        #expect(TellingMoves.chosen(from: [], count: 10).isEmpty)
    }
}
