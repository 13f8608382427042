import FoundationXML
import Testing

import struct Foundation.Data
import class Foundation.NSObject

@testable import Charts

@Suite("A chart over time")
struct TimeChartTests {
    static func chart(_ values: [Double?]) -> TimeChart {
        let points = values.enumerated().map { PlotPoint(time: Double($0.offset) * 10, value: $0.element) }
        var chart = TimeChart(
            title: "<usage> & \"more\"", duration: Double(values.count) * 10, highest: 100,
            valueTicks: [0, 50, 100].map { .init($0, "\(Int($0)) %") },
            timeTicks: [.init(0, "14:00"), .init(30, "14:30")])
        chart.layers = [
            .init("used", .usage, .area, points), .init("peak", .peak, .line, points),
            .init(
                "line", .limit, .stepped, [PlotPoint(time: 0, value: 80), PlotPoint(time: chart.duration, value: 80)]),
        ]
        return chart
    }

    @Test("is well-formed XML, with text from outside as text")
    func wellFormed() throws {
        var chart = Self.chart([10, 20, nil, 40])
        chart.marks = [.init(time: 10, value: 50, isDown: true, text: "</svg><script>\u{1}\u{202e}&")]
        chart.shades = [.init(start: 5, end: 15)]
        chart.shadeName = "over"
        let picture = try Elements(SVGTimeChart(chart).document)
        #expect(picture.texts.contains("<usage> & \"more\""))
        #expect(picture.texts.contains("</svg><script>&"))
        #expect(picture.names["script"] == nil)
        #expect(picture.texts.contains("used") && picture.texts.contains("over") && picture.texts.contains("taken"))
    }

    @Test("has a gap where nothing was recorded")
    func gap() {
        let curves = PlotCurves(frame: PlotFrame(x: 0, y: 0, width: 100, height: 100, duration: 40))
        let whole = [PlotPoint(time: 0, value: 0.1), PlotPoint(time: 10, value: 0.5), PlotPoint(time: 20, value: 0.2)]
        let broken =
            whole + [PlotPoint(time: 20, value: nil), PlotPoint(time: 30, value: 0.3), PlotPoint(time: 40, value: 0.4)]
        #expect(curves.line(whole).filter { $0 == "M" }.count == 1)
        #expect(curves.line(broken).filter { $0 == "M" }.count == 2)
        #expect(curves.area(broken).filter { $0 == "Z" }.count == 2)
        let lines = TerminalTimeChart(
            Self.chart([90, 90, nil, nil, nil, 90, 90]), width: 60, rows: 4, hasColour: false
        ).lines
        let bottom = lines[4]
        #expect(bottom.contains("⣿ ") && bottom.contains(" ⣿") || bottom.contains("⡇  "))
    }

    @Test(
        "stays a picture of nothing, one point and absurd numbers",
        arguments: [[], [1], [.infinity, .nan, -1e300, 1e300]])
    func degenerate(values: [Double]) throws {
        let chart = Self.chart(values)
        _ = try Elements(SVGTimeChart(chart, width: -1, height: .nan).document)
        #expect(!TerminalTimeChart(chart, width: -5, rows: -5, hasColour: true).lines.isEmpty)
        let flat = TimeChart(title: "t", duration: .nan, lowest: 5, highest: 5)
        #expect(flat.isEmpty && flat.duration == 1 && flat.highest > flat.lowest)
        #expect(TerminalTimeChart(flat, width: 80, hasColour: false).lines == ["t", "nothing was recorded"])
    }

    @Test("in a terminal is no wider than it, has no escape without colour, and only ASCII where asked")
    func terminal() {
        let chart = Self.chart((0..<200).map { 50 + 40 * Double($0 % 13) / 13 })
        for width in [30, 80, 211] {
            for colour in [false, true] {
                let lines = TerminalTimeChart(chart, width: width, hasColour: colour).lines.dropFirst().map(
                    Self.withoutColour)
                #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
                #expect(lines.count == 10 + 2)
            }
            let plain = TerminalTimeChart(chart, width: width, hasColour: false, isASCII: true).lines
            #expect(plain.joined().unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 32 })
            #expect(plain.joined().contains("-") && plain.joined().contains("#"))
        }
        #expect(TerminalTimeChart(chart, width: 80, hasColour: true).lines[3].contains("\u{1b}[38;5;"))
    }

    @Test("without colour tells several courses apart by their characters")
    func monochrome() {
        var chart = Self.chart([10, 90])
        let flat = { (value: Double) in [PlotPoint(time: 0, value: value), PlotPoint(time: 20, value: value)] }
        chart.layers = [.init("a", .actual, .line, flat(90)), .init("b", .need, .fine, flat(20))]
        let lines = TerminalTimeChart(chart, width: 40, rows: 5, hasColour: false).lines
        #expect(lines[1].contains("****") && lines[5].contains("++++") || lines[4].contains("++++"))
        #expect(lines.last?.contains("* a  + b") == true)
    }

    @Test("in a terminal a course that slopes over many columns has no bar at its end")
    func slope() {
        var chart = Self.chart([10, 90])
        chart.layers = [.init("a", .actual, .line, [PlotPoint(time: 0, value: 90), PlotPoint(time: 20, value: 10)])]
        let lines = TerminalTimeChart(chart, width: 40, rows: 5, hasColour: false).lines
        let ends = lines.map { line in
            (line.lastIndex { $0 != " " }).map { line.distance(from: line.startIndex, to: $0) } ?? 0
        }
        #expect(ends[1] + 10 < ends[5])
    }

    @Test("colours for light, dark and paper, each class known to the sheet")
    func sheet() {
        #expect(ChartStyle.sheet.contains("prefers-color-scheme:dark") && ChartStyle.sheet.contains("@media print"))
        for ink in TimeChart.Ink.allCases { #expect(ChartStyle.sheet.contains(".ink-\(ink.rawValue){")) }
        // It stands in HTML as it is.
        #expect(!ChartStyle.sheet.contains("<") && !ChartStyle.sheet.contains("&"))
    }

    private static func withoutColour(_ line: String) -> String {
        var parts = line.split(separator: "\u{1b}[", omittingEmptySubsequences: false)
        let first = parts.removeFirst()
        return parts.reduce(String(first)) { $0 + $1.drop { $0 != "m" }.dropFirst() }
    }
}

@Suite("Marked-up documents")
struct MarkupTests {
    @Test("HTML closes what must be closed, keeps blanks between words and styles as they stand")
    func html() {
        var paragraph = MarkupElement("p")
        paragraph.add(MarkupElement("b", text: "a<b"))
        paragraph.add(text: " & c")
        let page = MarkupElement("div", [("title", "\"x\"")], [paragraph, MarkupElement("br"), MarkupElement("i")]).page
        #expect(page.contains("<p><b>a&lt;b</b> &amp; c</p>"))
        #expect(page.contains("<br>") && page.contains("<i></i>") && page.contains("title=\"&quot;x&quot;\""))
        #expect(MarkupElement("style", text: "a>b{c:\"d\"}").page.contains("a>b{c:\"d\"}"))
        #expect(MarkupElement("i").document.contains("<i/>"))
    }
}

/// An XML text as a parser sees it.
private final class Elements: NSObject, XMLParserDelegate {
    struct Malformed: Error { var line: Int }

    private(set) var names: [String: Int] = [:]
    private(set) var texts: [String] = []
    private var current = ""

    init(_ document: String) throws {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        guard parser.parse() else { throw Malformed(line: parser.lineNumber) }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        current = ""
        names[name, default: 0] += 1
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { current += text }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts.append(current)
        current = ""
    }
}
