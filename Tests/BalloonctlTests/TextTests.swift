import BalloonKit
import Testing

@testable import balloonctl

@Suite("Text for people")
struct TextTests {
    private func list(width: Int?, colour: Bool = false) -> [String] {
        ListCommand.table([Replies.db, Replies.web1]).lines(width: width, colour: colour)
    }

    @Test("A table never exceeds the terminal, down to the columns that always stay", arguments: 26...120)
    func fits(width: Int) {
        for line in list(width: width) { #expect(line.count <= width) }
    }

    @Test("A narrow terminal cuts the reason first, then loses columns, never name, state and actual")
    func narrow() {
        #expect(list(width: 85)[1].hasSuffix("another client hol…"))
        #expect(
            list(width: 40) == [
                "NAME  STATE        ACTUAL  TARGET  MAX",
                "db    socket-busy       -       -    -",
                "web1  fresh          512M    480M   1G",
            ])
        #expect(list(width: 5).first == "NAME  STATE        ACTUAL")
    }

    @Test("Colours only when wanted")
    func colours() {
        #expect(list(width: nil).joined().contains("\u{1b}") == false)
        #expect(list(width: nil, colour: true)[1].contains("\u{1b}[31msocket-busy\u{1b}[0m"))
    }

    @Test("Control characters from outside never reach the terminal")
    func printable() {
        #expect(Text.printable("web\u{1b}]0;pwned\u{07}1\n") == "web?]0;pwned?1?")
        #expect(Text.printable("größe-π") == "größe-π")
        #expect(Text.printable("a\u{202e}b") == "a?b")
        #expect(Table.Cell("a\u{1b}[2Jb").text == "a?[2Jb")
    }

    @Test("Near names are found, far ones are not")
    func suggestions() {
        let known = ["db", "web1", "web2", "mail", "database-primary"]
        #expect(nearest(to: "wbe1", among: known).first == "web1")
        #expect(nearest(to: "WEB2", among: known).first == "web2")
        #expect(nearest(to: "data", among: known) == ["database-primary"])
        #expect(nearest(to: "router", among: known).isEmpty)
        #expect(unknownGuest("x", among: []) == "there is no guest 'x', nor any other")
        #expect(unknownGuest("router", among: known) == "there is no guest 'router': see 'balloonctl list'")
    }

    @Test(
        "The distance of names counts slips",
        arguments: [("web1", "web1", 0), ("wbe1", "web1", 1), ("", "abc", 3), ("ab", "b", 1)])
    func distance(left: String, right: String, slips: Int) {
        #expect(editDistance(left, right) == slips)
    }

    @Test("The bar shows usage and limit, whatever the numbers")
    func bar() {
        #expect(UsageBar.text(usage: 0.5, limit: 0.8, width: 10) == "[#####---|-]")
        #expect(UsageBar.text(usage: 1.5, limit: 0.8, width: 10) == "[########|#]")
        #expect(UsageBar.text(usage: -.infinity, limit: .nan, width: 0) == "[|---------]")
    }

    @Test("Figures are short and say when they are not known")
    func figures() {
        #expect(Figures.brief(.mebibytes(1536)) == "1.5G")
        #expect(Figures.brief(nil) == "-")
        #expect(Figures.percent(0.7564) == "75.6 %")
        #expect(Figures.percent(.nan) == "- %")
        #expect(Figures.span(.microseconds(1500)) == "1.5 ms")
        #expect(Figures.span(.seconds(5400)) == "1h30m")
        #expect(Figures.rate(.mebibytes(3)) == "+3 MiB/s")
        #expect(Figures.rate(.mebibytes(-3)) == "-3 MiB/s")
    }

    @Test("Long values wrap under themselves on a terminal")
    func wraps() {
        var fields = FieldList()
        fields.add("why", "one two three four five six")
        let console = Console(out: { _ in }, err: { _ in }, width: 25, hasColour: false, errorIsTerminal: false)
        #expect(fields.lines(console: console) == ["why  one two three four", "     five six"])
    }

    @Test("Waits are rounded up to what poll(2) counts in")
    func pollTimes() {
        #expect(milliseconds(.microseconds(1)) == 1)
        #expect(milliseconds(.milliseconds(20)) == 20)
        #expect(milliseconds(.seconds(-1)) == 0)
        #expect(milliseconds(.seconds(Int64.max)) == 1_000_000_000)
    }
}
