import Testing

@testable import balloonctl

@Suite("Help on one screen")
struct OverviewTests {
    @Test("Every command is in the overview, once, and the overview fits 24 lines of 80 columns")
    func everyCommand() {
        let named = Overview.rows.flatMap { $0.map(\.name) }
        #expect(Set(named).count == named.count)
        #expect(Set(Balloonctl.commandNames).subtracting(named) == [], "add it to Overview.rows")
        let lines = Overview.text(commands: named).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 24)
        for line in lines { #expect(line.count <= 80, "\(line)") }
    }

    @Test("A command that there is not is not in the overview")
    func onlyWhatThereIs() {
        let text = Overview.text(commands: ["list", "unset"])
        #expect(text.contains("\n  list             all guests, one a line\n  unset "))
        #expect(!text.contains("  set"))
    }

    @Test("Without a command, and when asked for help, the overview is shown")
    func shown() {
        for words in [[], ["--help"], ["-h"], ["help"], ["--json", "--help"]] {
            #expect(balloonctl(words: words, in: Surroundings()).out == Overview.text() + "\n")
        }
    }

    @Test("A line of usage is broken between options and without those that every command takes")
    func usage() {
        let line = "USAGE: balloonctl limits <guest> [--min <size>] [--max <size>] [--shares <number>] [--reset]"
        #expect(
            HelpText.fitted("A\n\(line) [--socket <path>] [--json] [--timeout <time>]\n\nB") == """
                A
                USAGE: balloonctl limits <guest> [--min <size>] [--max <size>]
                       [--shares <number>] [--reset]

                B
                """)
    }
}
