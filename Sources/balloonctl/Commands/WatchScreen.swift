import ControlProtocol

/// What `watch` shows on a terminal: the last cycle, and under it what happened last, drawn in place.
struct WatchScreen {
    /// Lines of what happened last.
    static let mostHappenings = 8

    private var console: Console
    private var happenings: [String] = []
    private var isCleared = false

    init(console: Console) { self.console = console }

    /// Takes an event: a cycle draws the screen anew, anything else is shown with the next cycle.
    mutating func show(_ event: ControlEvent, at clock: String) {
        guard case .cycle(let cycle) = event else {
            happenings = (happenings + ["\(clock) \(WatchCommand.text(event))"]).suffix(Self.mostHappenings)
            return
        }
        console.remeasure()
        // Home, then each line with the rest of it cleared: clearing all first would flicker.
        let start = isCleared ? "\u{1b}[H" : "\u{1b}[2J\u{1b}[H"
        isCleared = true
        console.out(start + lines(of: cycle, at: clock).map { $0 + "\u{1b}[K\n" }.joined() + "\u{1b}[J")
    }

    private func lines(of cycle: CycleEvent, at clock: String) -> [String] {
        let head = head(of: cycle.status, at: clock)
        let table = ListCommand.table(cycle.guests).lines(width: console.width, colour: console.hasColour)
        let width = console.width ?? 80
        let last = happenings.isEmpty ? [] : [""] + happenings.map { Text.cut($0, to: width) }
        // One row stays for the cursor; the guests give way, not what happened.
        let room = max(2, (console.height ?? 24) - 1 - head.count - last.count)
        return head + Self.cut(table, to: room) + last
    }

    private func head(of status: StatusReport, at clock: String) -> [String] {
        let about = "\(clock), cycle \(status.cycle), rung \(status.rung)\(status.isPaused ? ", paused" : "")"
        guard let pool = status.pool else { return [about, "pool could not be read: nothing is decided", ""] }
        let bar = UsageBar.text(usage: pool.usage, limit: pool.limit, width: min(40, (console.width ?? 80) - 40))
        let usage = "\(bar) \(Figures.percent(pool.usage)) used, limit \(Figures.percent(pool.limit))"
        let style: Style = pool.usage > pool.limit ? .red : pool.usage > pool.highWatermark ? .yellow : .green
        let alarms = status.alarms.map {
            Style.red.applied(to: Text.printable("ALARM \($0.sentence)"), colour: console.hasColour)
        }
        return [Text.printable(about), style.applied(to: usage, colour: console.hasColour)] + alarms + [""]
    }

    private static func cut(_ table: [String], to room: Int) -> [String] {
        guard table.count > room else { return table }
        let shown = table.prefix(room - 1)
        return shown + ["... and \(table.count - shown.count) more: see 'balloonctl list'"]
    }
}
