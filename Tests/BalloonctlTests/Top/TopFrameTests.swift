import BalloonKit
import ControlProtocol
import Testing

@testable import balloonctl

@Suite("top: frames")
struct TopFrameTests {
    @Test("80x24")
    func ordinary() {
        #expect(
            TopScenes.text(TopScenes.state(80, 24)) == """
                 balloond                           balloond 0.1.0 · cycle 1234 · 1s · 14:03:11
                Used 76.5 % ███████████████████████████████████████│██│▒┃·········· 12.2G of 16G
                Line 80 %, 573.2 MiB headroom, marks 72–77.5 %   Forecast 79.0 % ↑ 272 MiB/s
                Rung merge   KSM hurry, saves 700 MiB   PSI some 1.2 %, full 0.0 %   Swap none
                Guests 5: 4 fresh, 1 silent, 1 in distress, 1 pinned
                  90 % last 59s

                  line ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⢀⣀ ◆
                                                                                    ⣀⣀⣤⣤⣶⣶⣿⣿⣿⣿
                                                                           ⢀⣀⣠⣤⣤⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                                                                   ⢀⣀⣠⣤⣴⣶⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                                                                ⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                  50 %                                          ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                ▲  NAME        STATE       ACTUAL TARGET   WSET    RSS MEMORY
                !  db1         distress        2G     2G     2G   1.9G ██│████████○▒············
                !  legacy      silent           -      -      -      -
                   batch-7     fresh           4G   3.5G   900M   3.9G ██│██▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒◆▒○▒
                 • web1        fresh           1G     1G   600M   924M █████│█▒▒▒○▒▒············
                   データ-?[2J fresh         2.9G   2.9G   1.5G   2.8G ██│██████▒▒▒▒▒▒▒▒○·······




                ? help  q quit  / filter  s by attention  Enter look  p pin  u unpin  +/- 1s 1/5
                """)
    }

    @Test("40x10, in ASCII")
    func small() {
        #expect(
            TopScenes.text(TopScenes.state(40, 10), .ascii) == """
                 balloond    cycle 1234 | 1s | 14:03:11
                Used 76.5 % ##########||].. 12.2G of 16G
                Rung merge   Forecast 79.0 % ^ 272 MiB/s
                ^  NAME          ACTUAL MEMORY
                !  db1               2G #|#####o........
                !  legacy             -
                   batch-7           4G #|##=========*=o
                 @ web1              1G ###|#=o=........
                   ??????-?[2J     2.9G #|####====o=....
                ? help  q quit  / filter  Enter look 1/5
                """)
    }

    @Test("20x5")
    func smallest() {
        #expect(
            TopScenes.text(TopScenes.state(20, 5)) == """
                 balloond
                76.5 % ███│┃ of 80 %
                !  db1            2G
                !  legacy          -
                   batch-7        4G
                """)
    }

    @Test("150x20: figures and graph beside each other, reasons in the table")
    func wide() {
        #expect(
            TopScenes.text(TopScenes.state(150, 20)) == """
                 balloond                                                                                                 balloond 0.1.0 · cycle 1234 · 1s · 14:03:11
                 Used 76.5 % ███████████████████████││┃······ 12.2G of 16G    90 % last 59s
                 Line      80 %, 573.2 MiB headroom, marks 72–77.5 %
                 Forecast  79.0 % ↑ 272 MiB/s                                 line ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ ◆
                 Rung      normal reclaim ▸merge squeeze saturated                                                                                           ⢀⣀⣠⣤⣶⣶⣿
                 KSM       hurry, saves 700 MiB                                                                                                       ⣀⣀⣤⣤⣶⣾⣿⣿⣿⣿⣿⣿⣿⣿
                 PSI       some 1.2 %, full 0.0 %                                                                                             ⢀⣀⣠⣤⣴⣶⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                 Swap      none                                                                                                        ⢀⣀⣤⣤⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                 Policy    built-in                                                                                                   ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                 Guests    5: 4 fresh, 1 silent, 1 in distress, 1 pinned      50 %                                                    ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                ▲  NAME        STATE       ACTUAL TARGET   WSET    RSS  FLOOR   CEIL MEMORY                     PIN          LAST REASON
                !  db1         distress        2G     2G     2G   1.9G   512M     4G ██│████████○█·············              it runs short of 300 MiB
                !  legacy      silent           -      -      -      -      -     2G                                         QEMU has not answered for 12 s
                   batch-7     fresh           4G   3.5G   900M   3.9G   512M     4G ██│███▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒◆▒○▒              it holds 3196 MiB idle
                 • web1        fresh           1G     1G   600M   924M   512M     2G ██████│█▒▒▒○▒············· 1G 1h30m     it holds 424 MiB idle
                   データ-?[2J fresh         2.9G   2.9G   1.5G   2.8G   512M     4G ██│███████▒▒▒▒▒▒▒○▒·······              it holds 1500 MiB idle



                ? help  q quit  / filter  s by attention  Enter look  p pin  u unpin  Space freeze  r reverse  +/- 1s  z one scale                                 1/5
                """)
    }

    @Test("one guest at 80x24")
    func guest() {
        var state = TopScenes.state(80, 24)
        state.order.key = .name
        _ = state.press(.end, .up, .enter)
        let rail = ReasonReport(code: "step-limit", sentence: "no more than 64 MiB at a time")
        let told = GuestExplanation(
            name: "web1", action: "hold", guardrails: [rail], explanation: "It is pinned to 1 GiB by root (backup).")
        let pool = PoolExplanation(
            cycle: 1, forecast: Forecast(used: .zero, slope: .zero, inFlight: .zero, predicted: .zero),
            watermarks: Watermarks(limit: .zero, high: .zero, low: .zero), rung: "normal", sentences: [])
        _ = state.take(.explained(guest: "web1", .success(Explain.Reply(pool: pool, guests: [told]))), at: state.now)
        #expect(
            TopScenes.text(state) == """
                 web1                               balloond 0.1.0 · cycle 1234 · 1s · 14:03:11
                 fresh
                 ███████████████████│███▒▒▒▒▒▒▒▒▒▒▒○▒▒▒▒·······································
                 █ working set  ▒ idle  · in the balloon  │ floor  ○ resident  ◆ target

                 actual       1 GiB       available    -           shares       -
                 target       1 GiB       floor        512 MiB     statistics   -
                 working set  600 MiB     ceiling      -           last move    1m ago
                 resident     924 MiB     maximum      2 GiB       distress     no
                 idle         424 MiB     reserve      -           process      -
                 pinned       to 1 GiB by root for 1h30m more: backup

                 Last cycle: hold. It is pinned to 1 GiB by root (backup).
                 Limited by step-limit: no more than 64 MiB at a time

                 actual
                 1 GiB                                           ⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤
                 of 2 GiB                                        ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿

                 working set
                 600 MiB
                 of 2 GiB                                        ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿

                ? help  Esc back  p pin  u unpin  j/k other guest  Space freeze              4/5
                """)
    }

    @Test("every size from 1x1 to 130x40 can be drawn, on every page and with everything before it")
    func everySize() {
        var form = PinForm(guest: "web1")
        form.problem = "a size is missing"
        let question = Question.unpin(TopScenes.guests[3])
        let overlays: [TopState.Overlay?] = [
            nil, .help(scrolled: 3), .pin(form), .question(question), .notice(title: "No", text: "It cannot be."),
        ]
        var drawn = 0
        for width in stride(from: 1, through: 130, by: 13) {
            for height in stride(from: 1, through: 40, by: 6) {
                var state = TopScenes.state(width, height, samples: 2)
                for page in [TopState.Page.fleet, .guest("web1"), .guest("gone")] {
                    for overlay in overlays {
                        (state.page, state.overlay) = (page, overlay)
                        let frame = TopScenes.frame(state)
                        #expect(frame.size == Frame.Size(width: width, height: height))
                        drawn += frame.cells.count { $0.text != " " } > 0 ? 1 : 0
                    }
                }
            }
        }
        #expect(drawn == 10 * 7 * 15)
    }

    @Test("dry run, a pause and a lost connection are told at the top at any size", arguments: [24, 40, 80, 200])
    func chips(width: Int) {
        var status = TopScenes.status
        status.isDryRun = true
        let dry = TopScenes.state(width, 24, status: status)
        #expect(TopScenes.frame(dry).lines()[0].contains("DRY RUN"))
        status.isDryRun = false
        status.isPaused = true
        #expect(TopScenes.frame(TopScenes.state(width, 24, status: status)).lines()[0].contains("PAUSED"))
        var state = TopScenes.state(width, 24)
        _ = state.take(.lost("balloond is not running"), at: .seconds(1059))
        _ = state.take(.tick, at: .seconds(1062))
        #expect(TopScenes.frame(state).lines()[0].contains("NO CONNECTION 3s"))
        #expect(TopScenes.frame(state).lines()[23].contains("Trying again"))
    }

    @Test("another host is named at the top, and at the bottom when it is tried again")
    func otherHost() {
        var state = TopScenes.state(80, 24)
        state.host = "ops@web7"
        #expect(TopScenes.frame(state).lines()[0].hasPrefix(" balloond on ops@web7 "))
        state.page = .guest("db1")
        #expect(TopScenes.frame(state).lines()[0].hasPrefix(" db1 on ops@web7 "))
        _ = state.take(.lost("no route\nmore", again: .seconds(1063)), at: .seconds(1059))
        #expect(TopScenes.frame(state).lines()[23] == "Trying again in 4s: no route")
        _ = state.take(.tick, at: .seconds(1063))
        #expect(TopScenes.frame(state).lines()[23] == "Trying again: no route")
    }

    @Test("old data says how old it is")
    func late() {
        var state = TopScenes.state(80, 24)
        _ = state.take(.tick, at: .seconds(1061))
        #expect(!TopScenes.frame(state).lines()[0].contains("OLD"))
        _ = state.take(.tick, at: .seconds(1066))
        #expect(TopScenes.frame(state).lines()[0].contains("DATA 7s OLD"))
    }

    @Test("alarms stand above the guests, and are counted where there is no room")
    func alarms() {
        var status = TopScenes.status
        status.alarms = [
            AlarmReport(code: "host-swapping", sentence: "the host swaps out"),
            AlarmReport(code: "saturated", sentence: "there is nothing left to take"),
        ]
        let tall = TopScenes.frame(TopScenes.state(80, 24, status: status)).lines()
        #expect(tall.contains { $0.contains("ALARM  the host swaps out") })
        #expect(tall.contains { $0.contains("ALARM  there is nothing left to take") })
        let low = TopScenes.frame(TopScenes.state(80, 8, status: status)).lines()
        #expect(low[0].contains("2 ALARMS"))
    }

    @Test("without colours everything that matters is still told by text or weight")
    func monochrome() {
        let sequences = [Ink.plain, .quiet, .warning, .danger, .good].map(Palette.monochrome.sequence)
        #expect(sequences.allSatisfy { !$0.contains("3") && !$0.contains("9") && !$0.contains("8") })
        #expect(Palette.monochrome.sequence(.plain.with(.selected)).contains("7"))
        let lines = TopScenes.frame(TopScenes.state(80, 24), .ascii).lines()
        #expect(lines.contains { $0.hasPrefix("!  db1") && $0.contains("distress") })
        #expect(lines.contains { $0.hasPrefix(" @ web1") })
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    @Test("a pool that cannot be read is told")
    func noPool() {
        var status = TopScenes.status
        status.pool = nil
        for size in [(40, 10), (80, 24), (150, 40)] {
            let text = TopScenes.text(TopScenes.state(size.0, size.1, status: status))
            #expect(text.contains("The pool could not be read"))
        }
    }

    @Test("bars are drawn to scale")
    func bars() {
        var frame = Frame(Frame.Size(width: 40, height: 1))
        var guest = TopScenes.guest("a", actual: 2048, need: 1024)
        guest.resident = nil
        guest.floor = nil
        GuestBar(guest: guest, scale: .mebibytes(4096), glyphs: .ascii).draw(row: 0, column: 0, width: 40, into: &frame)
        #expect(frame.lines()[0] == "##########==========....................")
        guest.floor = .mebibytes(512)
        guest.target = .mebibytes(3072)
        guest.resident = .mebibytes(1536)
        guest.ceiling = .mebibytes(3584)
        GuestBar(guest: guest, scale: .mebibytes(4096), glyphs: .ascii).draw(row: 0, column: 0, width: 40, into: &frame)
        #expect(frame.lines()[0] == "####|#####====o=====.........*....].....")
    }

    @Test("only rows that can be seen are composed: thousands of guests cost what dozens do")
    func thousands() {
        var state = TopScenes.state(80, 24, guests: TopScenes.many, samples: 1)
        _ = state.press(.end)
        let lines = TopScenes.frame(state).lines()
        #expect(lines[22].contains("vm2999"))
        #expect(lines[23].contains("3000/3000"))
        #expect(lines.count { $0.contains("vm2") } == TopPlan(state).tableRows)
    }
}
