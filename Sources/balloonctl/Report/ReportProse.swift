import BalloonKit
import ControlProtocol

/// A period in sentences, the same in the terminal and on the page. What was not measured is not spoken of.
struct ReportProse {
    let figures: PeriodReport
    let clock: ClockText

    var hasRecords: Bool { figures.covered > .zero }

    /// Whether the promise was kept.
    var verdict: String {
        guard hasRecords else { return "Nothing was recorded in this period." }
        let line = figures.limit.map { "its line\(share($0).map { " of \($0)" } ?? "")" } ?? "its line"
        guard figures.overLimit > .zero else { return "Usage stayed under \(line) all the time that was recorded." }
        var text = "Usage was over \(line) for \(Figures.span(figures.overLimit)), "
        text += "\(part(figures.overLimit)) of the time that was recorded"
        if let worst = figures.overLimitWorst, worst > .zero { text += ", by \(worst) at worst" }
        return text + "."
    }

    var usage: String? {
        guard let mean = figures.usedMean, let peak = figures.usedPeak else { return nil }
        let moment = figures.usedPeakTime.map { " at \(clock.brief($0))" } ?? ""
        return "On average \(amount(mean)) was in use, and \(amount(peak)) at the peak\(moment)."
    }

    var moves: String {
        guard figures.moves > 0 else { return "No guest's memory was changed." }
        var text = "Guests' memory was changed \(times(figures.moves)): \(figures.reclaimed) was asked of them"
        if figures.reclaimed > .zero {
            text += ", of which \(figures.returned) came back to the host as QEMU's resident sizes show"
        }
        text += ", and \(figures.granted) was given to them."
        // A target that replaces one still under way asks for the rest of it once more.
        guard figures.returned < figures.reclaimed.scaled(by: 0.8) else { return text }
        return text + " What was asked for anew before it had come counts each time."
    }

    var distress: String {
        let suffering = figures.guests.filter { $0.distress > .zero }
        guard let worst = suffering.max(by: { $0.distress < $1.distress }) else {
            return figures.guests.isEmpty ? "No guest was seen." : "No guest was in distress."
        }
        let name = Text.printable(worst.name)
        let span = Figures.span(worst.distress)
        let killed = figures.guests.reduce(UInt64(0)) { $0.addingReportingOverflow($1.oomKills ?? 0).partialValue }
        let kills = killed > 0 ? " Guests' kernels killed processes for want of memory \(times(killed))." : ""
        if suffering.count == 1 {
            return "One guest of \(figures.guests.count) was in distress: \(name), for \(span)." + kills
        }
        return "\(suffering.count) of \(figures.guests.count) guests were in distress, \(name) longest, for \(span)."
            + kills
    }

    var merging: String? {
        guard let peak = figures.mergedPeak else { return nil }
        let cost = figures.ksmCPU.map { cpu in
            let share =
                figures.covered > .zero ? Figures.percent(cpu.inSeconds / figures.covered.inSeconds) : Figures.unknown
            return cpu > .zero ? "\(Figures.span(cpu)) of processor time (\(share) of a core)" : "no processor time"
        }
        guard peak > .zero else { return "Same-page merging saved nothing" + (cost.map { ", for \($0)." } ?? ".") }
        let mean = figures.mergedMean.map { "\($0) on average, " } ?? ""
        return "Same-page merging saved \(mean)\(peak) at most" + (cost.map { ", for \($0)." } ?? ".")
    }

    var swap: String? {
        figures.swapOut.map {
            $0 > .zero ? "The host swapped out \($0), which must not happen." : "The host swapped out nothing."
        }
    }

    /// What would have been possible with more room, or with less.
    var room: [String] {
        guard hasRecords else { return [] }
        var sentences: [String] = []
        if let worst = figures.overLimitWorst, worst > .zero {
            sentences.append("With \(worst) more room at the worst moment, usage would have stayed under the line.")
        } else if figures.overLimit == .zero, let limit = figures.limit, let peak = figures.usedPeak, limit > peak {
            sentences.append(
                "Even at the peak \(limit - peak) was left under the line: room for another guest that needs no more.")
        }
        if let unmet = figures.unmetWorst, unmet > .zero {
            sentences.append("At worst \(unmet) more was called for at once than guests could give.")
        }
        if figures.overLimit > .zero || (figures.unmetWorst ?? .zero) > .zero {
            sentences.append("More room is more memory, fewer or smaller guests, or lower floors.")
        }
        return sentences
    }

    /// How much of the period is known at all.
    var coverage: String {
        let length = figures.until.since(figures.since)
        guard hasRecords else { return "balloond did not run, or its history is off." }
        guard (length - figures.covered).inSeconds > max(10, length.inSeconds / 50) else {
            return "All of it was recorded."
        }
        return
            "\(Figures.span(figures.covered)) of \(Figures.span(length)) was recorded; in the rest balloond did not run, or it is no longer remembered."
    }

    /// Alarms by how long they stood, longest first.
    var alarms: [(code: String, span: Duration)] {
        figures.alarms.filter { $0.value > .zero }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map {
            ($0.key, $0.value)
        }
    }

    /// `48.2 GiB (75.3 %)`.
    func amount(_ amount: ByteCount) -> String { "\(amount)" + (share(amount).map { " (\($0))" } ?? "") }

    func share(_ amount: ByteCount) -> String? {
        figures.total.map { Figures.percent(amount.fraction(of: $0)) }
    }

    /// Of the time that was recorded; what is too little for the figure is not told as none.
    func part(_ span: Duration) -> String {
        guard figures.covered > .zero else { return Figures.unknown }
        let ratio = span.inSeconds / figures.covered.inSeconds
        return ratio > 0 && ratio < 0.0005 ? "less than 0.1 %" : Figures.percent(ratio)
    }

    private func times(_ count: UInt64) -> String { count == 1 ? "once" : "\(count) times" }
}
