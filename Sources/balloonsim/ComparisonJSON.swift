import BalloonKit
import Simulation

/// `compare --json`: a line a run, a line a row of the bar. Keys end in their unit.
struct ComparisonJSON {
    let contests: [Contest]
    let done: DoneTable

    var lines: [String] {
        contests.flatMap { contest in
            contest.figures.map { Self.line(contest.scenario.name, $0.rule.name, $0.figures) }
                + [Self.line(contest.scenario.name, contest.oracle)]
        }
            + done.rows.map { row in
                Self.object([
                    ("row", Self.quoted(row.figure)), ("must_be", Self.quoted(row.mustBe)),
                    ("passed", "\(row.isPassed)"),
                    ("scenarios", "\(row.scenarios)"),
                    ("failures", Self.object(row.failures.map { ($0.scenario, Self.quoted($0.found)) })),
                ])
            }
    }

    /// The line of a run.
    static func line(_ scenario: String, _ rule: String, _ figures: Figures) -> String {
        object([
            ("scenario", quoted(scenario)), ("rule", quoted(rule)), ("over_share", "\(figures.overShare)"),
            ("peak", "\(figures.peak)"), ("harm_mib_seconds", "\(figures.harm)"),
            ("moved_bytes", "\(figures.moved.bytes)"), ("commands", "\(figures.commands)"),
            ("flips", "\(figures.flips)"), ("guest_oom_kills", "\(figures.guestOOMKills)"),
            ("host_oom_kills", "\(figures.hostOOMKills)"), ("swapped_out_bytes", "\(figures.hostSwapOut.bytes)"),
            ("ksm_saved_bytes", "\(figures.mostSaved.bytes)"), ("ksmd_seconds", "\(figures.scannerSeconds)"),
            ("ksmd_busiest_share", "\(figures.busiestScanner)"),
            ("cycles", "\(figures.cycles)"),
            ("alarms", "[" + figures.alarms.sorted().map(quoted).joined(separator: ",") + "]"),
        ])
    }

    /// The line of perfect foresight.
    static func line(_ scenario: String, _ oracle: OracleFigures) -> String {
        object([
            ("scenario", quoted(scenario)), ("rule", quoted("foresight")),
            ("is_feasible", "\(oracle.isFeasible)"), ("over_share", "\(oracle.overShare)"), ("peak", "\(oracle.peak)"),
            ("harm_mib_seconds", "\(oracle.harm)"), ("guest_oom_kills", "\(oracle.guestOOMKills)"),
            ("host_oom_kills", "\(oracle.hostOOMKills)"), ("swapped_out_bytes", "\(oracle.hostSwapOut.bytes)"),
            ("harm_to_hold_mib_seconds", "\(oracle.harmToHold)"), ("ksm_saved_bytes", "\(oracle.mostSaved.bytes)"),
        ])
    }

    /// A line in words.
    static func note(_ scenario: String, _ text: String) -> String {
        object([("scenario", quoted(scenario)), ("note", quoted(text))])
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Names and figures only: nothing in them needs more than quotes and backslashes escaped.
    private static func quoted(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if character == "\"" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return "\"" + escaped + "\""
    }
}
