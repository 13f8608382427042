import ArgumentParser
import Controller
import Glibc
import Journal
import Simulation

struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draws usage, targets and reasons of a scenario's run, or of a journal.",
        discussion: """
            An SVG picture on standard output, or in --output; with --terminal in characters as wide as COLUMNS (or the terminal, or 80).
            """)

    @Argument(help: "The scenario (see 'balloonsim list').")
    var scenario: String?

    @Option(help: ArgumentHelp("Draw a journal of balloond instead of a scenario.", valueName: "file"))
    var journal: String?

    @Option(help: "Who holds the pool of the scenario.")
    var rule = Rule.balloond

    @Option(help: "Spreads what the scenario leaves open.")
    var seed: UInt64 = 1

    @OptionGroup var sight: SightOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the picture here.", valueName: "file.svg"))
    var output: String?

    @Option(help: "For which background: auto (as the reader prefers), light or dark.")
    var theme = PlotTheme.auto

    @Flag(help: "Draw in the terminal, without colour if NO_COLOR is set.")
    var terminal = false

    func validate() throws {
        guard (scenario == nil) != (journal == nil) else {
            throw ValidationError("name either a scenario or --journal FILE")
        }
        guard journal == nil || !sight.unmeasured else {
            throw ValidationError("--unmeasured is for scenarios: a journal is what was seen")
        }
    }

    func run() throws {
        let course = try course()
        if terminal {
            let plot = TerminalPlot(course, width: Output.width, hasColour: Output.hasColour)
            print(plot.lines.joined(separator: "\n"))
        }
        if let output {
            try write(SVGPlot(course, theme: theme).document, to: output)
        } else if !terminal {
            print(SVGPlot(course, theme: theme).document, terminator: "")
        }
    }

    private func course() throws -> Course {
        if let journal { return try recorded(journal) }
        guard let scenario = ScenarioCatalog.scenario(named: scenario ?? "") else {
            throw ValidationError("no scenario is called '\(scenario ?? "")'; 'balloonsim list' names all")
        }
        let shown = sight.applied(to: scenario)
        let recorder = CourseRecorder(shown, rule: rule.rawValue)
        var run = Simulator<ChosenChannel>(shown, seed: seed, watchers: [recorder]) { rule.governor() }
        _ = run.run()
        return recorder.course
    }

    private func recorded(_ file: String) throws -> Course {
        var course = JournalCourse(title: file.split(separator: "/").last.map(String.init) ?? file)
        do throws(JournalError) {
            _ = try JournalFiles(path: file).read { course.take($0) }
        } catch {
            Output.complain(error.message)
            throw ExitCode(2)
        }
        return course.course
    }

    private func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw failure(path) }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten else { throw failure(path) }
    }

    private func failure(_ path: String) -> ValidationError {
        ValidationError("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}

extension PlotTheme: ExpressibleByArgument {}
