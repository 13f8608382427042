import BalloonKit
import ControlProtocol

/// The line at the top: who speaks, what is out of the ordinary, how old the data is.
struct BannerView {
    let state: TopState
    let glyphs: Glyphs

    func draw(into frame: inout Frame) {
        let width = frame.size.width
        frame.fill(" ", 0, 0, count: width, .banner)
        let chips = chips
        let chipWidth = chips.width + chips.count
        var end = width - 1
        let tail = tail(room: width - chipWidth - 12)
        if !tail.isEmpty {
            frame.putRight(tail, 0, end: end, .banner)
            end -= CellText.width(tail)
        }
        var column = 0
        let title = subject
        if width - chipWidth >= 10 { column = frame.put(" \(title) ", 0, 0, .banner.with(.bold), width: end) }
        for chip in chips where column < end {
            column = frame.put([chip], 0, column, width: end - column) + 1
        }
    }

    private var subject: String {
        var subject = "balloond"
        if case .guest(let name) = state.page { subject = name }
        return state.host.map { "\(subject) on \($0)" } ?? subject
    }

    /// What nobody should overlook.
    private var chips: [Span] {
        var chips: [Span] = []
        func add(_ text: String, _ tint: Ink.Tint) {
            chips.append(Span(" \(text) ", Ink(tint: tint, marks: [.bold, .banner])))
        }
        if case .lost(let since, _, _) = state.link { add("NO CONNECTION \(Self.seconds(state.now - since))", .danger) }
        if state.isLate, case .connected = state.link, let age = state.age {
            add("DATA \(Self.seconds(age)) OLD", .danger)
        }
        if state.status?.isDryRun == true { add("DRY RUN", .warning) }
        if state.status?.isPaused == true { add("PAUSED", .warning) }
        if state.isFrozen { add("FROZEN \(Self.seconds(state.age ?? .zero))", .accent) }
        if let alarms = state.status?.alarms.count, alarms > 0, TopPlan(state).alarmRows == 0 || isDrilled {
            add(alarms == 1 ? "ALARM" : "\(alarms) ALARMS", .danger)
        }
        return chips
    }

    private var isDrilled: Bool { state.page != .fleet }

    /// As much as there is room for, the time of day first.
    private func tail(room: Int) -> String {
        let cycle = state.status.map { "cycle \($0.cycle)" }
        let version = state.status.map { "balloond \($0.version)" }
        var parts: [String] = []
        for part in [state.clock, state.interval.text, cycle, version].compactMap(\.self) {
            let separator = parts.isEmpty ? 0 : 3
            guard parts.joined(separator: " | ").count + separator + part.count + 1 <= room else { break }
            parts.append(part)
        }
        return parts.reversed().joined(separator: " \(glyphs.between) ")
    }

    private static func seconds(_ span: Duration) -> String {
        let seconds = max(0, span.components.seconds)
        return seconds == 0 ? "0s" : Duration.seconds(seconds).text
    }
}
