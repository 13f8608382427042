import BalloonKit
import QMP
import Simulation

/// A replay's report for people and for programs.
struct ReplayText {
    let report: ReplayReport
    let account: JournalFiles.Account
    /// The recorded rule with the recorded settings.
    let isSame: Bool
    let most: Int

    var lines: [String] {
        var lines = [
            "\(account.files.joined(separator: " and ")), written by balloond \(report.versions.joined(separator: ", "))"
        ]
        lines.append("\(report.cycles) cycles and \(report.samples) samples of the sensor decided again")
        lines += gapLines
        lines.append(verdict)
        guard !report.differences.isEmpty else { return lines }
        lines.append("")
        for difference in report.differences.prefix(most) { lines += text(difference) }
        if report.differences.count > most {
            lines.append("and \(report.differences.count - most) more; --most shows them")
        }
        return lines
    }

    private var gapLines: [String] {
        var lines: [String] = []
        for gap in report.gaps.prefix(10) { lines.append("state unknown: \(gap)") }
        if report.gaps.count > 10 { lines.append("state unknown: \(report.gaps.count - 10) times more") }
        if account.unreadableLines > 0 {
            lines.append("\(account.unreadableLines) lines could not be read, first \(account.firstUnreadable ?? "")")
        }
        if account.unknown > 0 {
            lines.append("\(account.unknown) members or records are not known here and were left out")
        }
        if report.skipped > 0 { lines.append("\(report.skipped) records came before any settings and were left out") }
        return lines
    }

    private var verdict: String {
        let differing = report.differingCycles - report.differingSettlingCycles
        let samples = report.differingSamples - report.differingSettlingSamples
        if !isSame {
            return """
                \(report.differingCycles) cycles would have been decided differently, with \(report.decidedCommands) commands \
                instead of \(report.recordedCommands)
                """
        }
        var text = "no difference"
        if differing + samples > 0 {
            text = "\(differing) cycles and \(samples) samples are decided differently"
        }
        let settling = report.differingSettlingCycles + report.differingSettlingSamples
        if settling > 0 {
            text +=
                "; \(settling) more in the \(report.settlingCycles) cycles after a gap, where the state is not known"
        }
        return text
    }

    private func text(_ difference: ReplayDifference) -> [String] {
        let remark = difference.isSettling ? " (after a gap)" : ""
        return [
            "cycle \(difference.cycle), \(difference.name)\(remark)",
            "  recorded: \(difference.recorded)",
            "  \(isSame ? "decided: " : "instead: ") \(difference.decided)",
        ]
    }

    var json: JSONValue {
        [
            "files": .array(account.files.map { .string($0) }),
            "versions": .array(report.versions.map { .string($0) }),
            "cycles": number(report.cycles), "samples": number(report.samples), "starts": number(report.starts),
            "gaps": .array(report.gaps.map { .string($0) }), "settling_cycles": number(report.settlingCycles),
            "differing_cycles": number(report.differingCycles),
            "differing_settling_cycles": number(report.differingSettlingCycles),
            "differing_samples": number(report.differingSamples),
            "differing_settling_samples": number(report.differingSettlingSamples),
            "recorded_commands": number(report.recordedCommands), "decided_commands": number(report.decidedCommands),
            "unreadable_lines": number(account.unreadableLines), "unknown_members": number(account.unknown),
            "skipped_records": number(report.skipped), "is_same": .bool(!report.hasFailed),
            "differences": .array(report.differences.map(json)),
        ]
    }

    private func json(_ difference: ReplayDifference) -> JSONValue {
        [
            "cycle": JSONValue(difference.cycle), "subject": .string(difference.name),
            "recorded": .string(difference.recorded), "decided": .string(difference.decided),
            "is_settling": .bool(difference.isSettling),
        ]
    }

    private func number(_ count: Int) -> JSONValue { .integer(Int64(count)) }
}
