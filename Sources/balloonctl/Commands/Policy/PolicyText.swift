import BalloonKit
import ControlProtocol

/// One policy for people: its fields, and its knobs as a table.
struct PolicyText {
    private let status: PolicyStatus
    private let role: String
    private let report: PolicyReport

    /// - Parameter role: `policy` or `shadow`.
    init(_ status: PolicyStatus, role: String, report: PolicyReport) {
        self.status = status
        self.role = role
        self.report = report
    }

    func lines(console: Console) -> [String] {
        var lines = fields.lines(console: console)
        if !status.knobs.isEmpty {
            lines += [""] + Self.table(status.knobs).lines(width: console.width, colour: console.hasColour)
        }
        return lines
    }

    private var isActive: Bool { role == "policy" }

    private var fields: FieldList {
        var fields = FieldList()
        let version = status.version.map { " \($0)" } ?? ""
        fields.add(role, "\(status.name)\(version), \(state)", Self.style(ofState: status.state))
        fields.add("does", status.summary)
        if isActive, let standIn = report.standIn {
            fields.add("stand-in", "the built-in policy decides: \(standIn.sentence)", .yellow)
        }
        fields.add("file", status.file)
        fields.add("process", process)
        fields.add("rounds", rounds)
        fields.add("failures", failures)
        add("printed", status.log, to: &fields)
        addLastFailure(to: &fields)
        if isActive, report.configured != status.name, report.configured != status.file {
            fields.add("until", "the next restart or reload: the configuration says \(report.configured)")
        }
        return fields
    }

    private var state: String {
        let retry = status.retryIn.map { ", tried again in \(Figures.span($0))" } ?? ""
        return Self.word(forState: status.state) + retry
    }

    private var process: String? { status.pid.map { "pid \($0)" } }

    private var rounds: String? {
        guard status.file != nil else { return nil }
        var text = "\(status.rounds)"
        if let mean = status.meanRound { text += ", mean \(Figures.span(mean))" }
        if let longest = status.longestRound { text += ", longest \(Figures.span(longest))" }
        return text + ", deadline \(Figures.span(report.deadline))"
    }

    private var failures: String? {
        let happened = status.failures.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        guard !happened.isEmpty else { return nil }
        let kinds = happened.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(kinds); \(status.failuresCounted) count, of \(report.mostFailures) until quarantine; "
            + "\(status.restarts) restarts"
    }

    private func addLastFailure(to fields: inout FieldList) {
        guard let failure = status.lastFailure else { return }
        let ago = failure.ago.map { ", \(Figures.span($0)) ago" } ?? ""
        fields.add("last", "\(failure.code)\(ago): \(failure.sentence)", .yellow)
        if failure.log != status.log { add("last log", failure.log, to: &fields) }
    }

    private func add(_ name: String, _ lines: [String], to fields: inout FieldList) {
        for (index, line) in lines.enumerated() { fields.add(index == 0 ? name : "", line, .dim) }
    }

    static func word(forState state: String) -> String { state.replacing("-", with: " ") }

    static func style(ofState state: String) -> Style {
        switch state {
        case "running": .plain
        case "quarantined": .red
        default: .yellow
        }
    }

    static func table(_ knobs: [KnobReport]) -> Table {
        var table = Table(columns: [
            Table.Column(title: "KNOB"),
            Table.Column(title: "VALUE", isNumber: true),
            Table.Column(title: "DEFAULT", isNumber: true, expendability: 2),
            Table.Column(title: "RANGE", expendability: 1),
            Table.Column(title: "UNIT", expendability: 3),
            Table.Column(title: "SUMMARY", expendability: 4, isElastic: true),
        ])
        table.rows = knobs.map { knob in
            [
                Table.Cell(knob.name), Table.Cell(Figures.plain(knob.value)), Table.Cell(Figures.plain(knob.default)),
                Table.Cell("\(Figures.plain(knob.least)) to \(Figures.plain(knob.most))"), Table.Cell(knob.unit),
                Table.Cell(knob.summary),
            ]
        }
        return table
    }
}
