import BalloonKit
import Simulation

/// `compare --json`: a line a run, a line a row of the bar. Keys end in their unit.
struct ComparisonJSON {
    let contests: [Contest]
    let done: DoneTable

    var lines: [String] {
        contests.flatMap { contest in
            contest.figures.map { object(fields(contest, $0.rule.name, $0.figures)) } + [object(fields(contest))]
        }
            + done.rows.map { row in
                object([
                    ("row", quoted(row.figure)), ("must_be", quoted(row.mustBe)), ("passed", "\(row.isPassed)"),
                    ("scenarios", "\(row.scenarios)"),
                    ("failures", object(row.failures.map { ($0.scenario, quoted($0.found)) })),
                ])
            }
    }

    private func fields(_ contest: Contest, _ rule: String, _ figures: Figures) -> [(String, String)] {
        [
            ("scenario", quoted(contest.scenario.name)), ("rule", quoted(rule)), ("over_share", "\(figures.overShare)"),
            ("peak", "\(figures.peak)"), ("harm_mib_seconds", "\(figures.harm)"),
            ("moved_bytes", "\(figures.moved.bytes)"), ("commands", "\(figures.commands)"),
            ("flips", "\(figures.flips)"), ("guest_oom_kills", "\(figures.guestOOMKills)"),
            ("host_oom_kills", "\(figures.hostOOMKills)"), ("swapped_out_bytes", "\(figures.hostSwapOut.bytes)"),
            ("ksm_saved_bytes", "\(figures.mostSaved.bytes)"), ("ksmd_seconds", "\(figures.scannerSeconds)"),
            ("ksmd_busiest_share", "\(figures.busiestScanner)"),
            ("cycles", "\(figures.cycles)"),
            ("alarms", "[" + figures.alarms.sorted().map(quoted).joined(separator: ",") + "]"),
        ]
    }

    private func fields(_ contest: Contest) -> [(String, String)] {
        let oracle = contest.oracle
        return [
            ("scenario", quoted(contest.scenario.name)), ("rule", quoted("foresight")),
            ("is_feasible", "\(oracle.isFeasible)"), ("over_share", "\(oracle.overShare)"), ("peak", "\(oracle.peak)"),
            ("harm_mib_seconds", "\(oracle.harm)"), ("guest_oom_kills", "\(oracle.guestOOMKills)"),
            ("host_oom_kills", "\(oracle.hostOOMKills)"), ("swapped_out_bytes", "\(oracle.hostSwapOut.bytes)"),
            ("harm_to_hold_mib_seconds", "\(oracle.harmToHold)"), ("ksm_saved_bytes", "\(oracle.mostSaved.bytes)"),
        ]
    }

    private func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Names and figures only: nothing in them needs more than quotes and backslashes escaped.
    private func quoted(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if character == "\"" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return "\"" + escaped + "\""
    }
}
