import BalloonKit
import Baselines
import Controller
import FoundationXML
import Journal
import Testing

import struct Foundation.Data
import class Foundation.NSObject

@testable import Simulation

@Suite("A plot") struct PlotTests {
    static func course(_ scenario: Scenario) -> (Course, Figures) {
        let recorder = CourseRecorder(scenario, rule: "balloond")
        var run = Simulator<DirectChannel>(scenario, watchers: [recorder]) {
            ControllingGovernor(Controller(settings: ControllerSettings()))
        }
        let figures = run.run()
        return (recorder.course, figures)
    }

    @Test("is well-formed XML with a mark for each command")
    func marks() throws {
        let (course, figures) = Self.course(SimulatorTests.ramp(total: .gibibytes(3)))
        let picture = try Picture(SVGPlot(course).document)
        #expect(figures.commands > 0)
        #expect(picture.marks == figures.commands)
        #expect(picture.texts.contains("g1") && picture.texts.contains("line 80 %"))
        #expect(picture.titles.contains { $0.contains("g1 ") && $0.contains("because") })
    }

    @Test("escapes what guests are called, and leaves out what XML cannot say")
    func escaping() throws {
        let name = "<b>&\"evil\"\u{1}\u{FFFE}"
        var course = Course(title: name, subtitle: "]]>")
        course.total = .gibibytes(1)
        course.pool = [Course.Moment(time: 0, used: .zero), Course.Moment(time: 9, used: .mebibytes(100))]
        course.add(Course.GuestMoment(time: 1, actual: .mebibytes(1)), of: name, maximum: .mebibytes(2))
        let picture = try Picture(SVGPlot(course).document)
        #expect(picture.texts.contains("<b>&\"evil\""))
    }

    @Test("of nothing, of one moment and of absurd numbers is a picture still", arguments: [0, 1, 2])
    func degenerate(kind: Int) throws {
        var course = Course(title: "t", subtitle: "s")
        if kind > 0 { course.pool = [Course.Moment(time: 0, used: .max, predicted: .max, rung: .saturated)] }
        if kind > 1 {
            course.total = ByteCount(1)
            course.pool.append(Course.Moment(time: 1e300, used: ByteCount(.min), saved: .max))
            course.add(Course.GuestMoment(time: .infinity, actual: .max), of: "g", maximum: ByteCount(1))
        }
        _ = try Picture(SVGPlot(course).document)
        #expect(!TerminalPlot(course, width: 3, hasColour: true).lines.isEmpty)
    }

    @Test("of more guests than can be read shows the most moved ones and says how many are left out")
    func manyGuests() throws {
        var course = Course(title: "t", subtitle: "s")
        course.total = .gibibytes(64)
        course.pool = [Course.Moment(time: 0, used: .zero), Course.Moment(time: 9, used: .gibibytes(1))]
        for number in 100..<200 {
            let moment = Course.GuestMoment(time: 1, actual: .mebibytes(1))
            course.add(moment, of: "g\(number)", maximum: .mebibytes(2))
        }
        course.moves = [
            Course.Move(
                time: 1, guest: "g199", target: .mebibytes(1), isReclaim: true, reason: .idleMemory, sentence: "")
        ]
        let picture = try Picture(SVGPlot(course).document)
        #expect(picture.texts.contains("g199") && !picture.texts.contains("g198"))
        #expect(picture.texts.contains("60 more guests were moved less and are left out"))
        #expect(picture.marks == 1)
    }

    @Test("in a terminal has no line wider than it, and no escape without colour")
    func terminal() {
        let (course, _) = Self.course(SimulatorTests.ramp(total: .gibibytes(3)))
        for width in [40, 80, 132] {
            let lines = TerminalPlot(course, width: width, hasColour: false).lines
            let chart = lines.filter { $0.contains("─") || $0.contains("┄") || $0.contains("▇") }
            #expect(!chart.isEmpty && chart.allSatisfy { $0.count <= width })
            #expect(!lines.contains { $0.contains("\u{1b}") })
        }
        #expect(TerminalPlot(course, width: 80, hasColour: true).lines.contains { $0.contains("\u{1b}[38;5;196m") })
    }

    @Test("of a journal shows the commands that were recorded")
    func journal() throws {
        var course = JournalCourse(title: "journal.jsonl")
        let records = try ReplayTests.journal()
        var commands = 0
        for record in records {
            course.take(record)
            if case .cycle(_, let decision) = record { commands += decision.commands }
        }
        let picture = try Picture(SVGPlot(course.course).document)
        #expect(commands > 0 && picture.marks == commands)
        #expect(course.course.duration >= 60 && course.course.guests.count == 8)
    }
}

/// An SVG text as an XML parser sees it.
private final class Picture: NSObject, XMLParserDelegate {
    struct Malformed: Error { var line: Int }

    private(set) var marks = 0
    private(set) var texts: [String] = []
    private(set) var titles: [String] = []
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
        let classes = attributes["class", default: ""].split(separator: " ")
        if name == "path", classes.contains("move"), !classes.contains("key") { marks += 1 }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { current += text }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "text" { texts.append(current) }
        if name == "title" { titles.append(current) }
        current = ""
    }
}
