import BalloonKit
import Charts
import Controller

/// Draws a course with characters: usage in braille, the rung and a line a guest in blocks.
public struct TerminalPlot {
    private static let margin = 12
    private static let chartRows = 12
    private static let mostGuests = 30
    private static let leastWidth = 40
    private static let mostWidth = 400
    private static let blocks = Array("▁▂▃▄▅▆▇█")

    private let course: Course
    private let columns: Int
    private let hasColour: Bool

    /// - Parameters:
    ///   - width: of the terminal in columns, 40 ... 400; what is out of range is brought into it.
    ///   - hasColour: whether escape sequences may be used.
    public init(_ course: Course, width: Int, hasColour: Bool) {
        self.course = course
        columns = min(max(width, Self.leastWidth), Self.mostWidth) - Self.margin - 10
        self.hasColour = hasColour
    }

    public var lines: [String] {
        guard course.total > .zero, !course.pool.isEmpty else { return [course.title, "nothing was recorded"] }
        var lines = [painted(course.title, 1), course.subtitle, ""]
        lines += chart
        lines.append(label("rung") + rungs)
        if course.mostSaved > .zero { lines.append(label("KSM saves") + saved + " \(course.mostSaved)") }
        lines.append("")
        let shown = course.mostMoved(Self.mostGuests)
        for guest in shown { lines += band(guest) }
        let hidden = course.guests.count - shown.count
        if hidden > 0 { lines.append("and \(hidden) more guests") }
        lines.append(label("") + axis)
        return lines + legend
    }

    // MARK: The pool

    private var lowest: Double {
        let least = course.pool.map { share($0.used) }.min() ?? 0
        return max(0, ((min(least, share(course.marks.low)) - 0.04) * 10).rounded(.down) / 10)
    }

    private var chart: [String] {
        var canvas = BrailleCanvas(columns: columns, rows: Self.chartRows)
        let (lowest, height) = (lowest, canvas.height)
        func row(_ share: Double) -> Int {
            Int(
                ((1 - (share - lowest) / (1 - lowest)) * Double(height - 1)).rounded().clamped(
                    to: 0...Double(height - 1)))
        }
        var last: (x: Int, y: Int)?
        for moment in course.pool {
            let x = Int(
                (moment.time / course.duration * Double(canvas.width - 1)).clamped(to: 0...Double(canvas.width - 1)))
            let y = row(share(moment.used))
            let from = last.map { $0.y } ?? y
            for dot in min(from, y)...max(from, y) { canvas.set(x, dot) }
            last = (x, y)
        }
        let limit = row(share(course.marks.limit)) / 4
        let high = row(share(course.marks.high)) / 4
        let low = row(share(course.marks.low)) / 4
        return (0..<Self.chartRows).map { index in
            var text = index == limit ? "line" : index == high ? "high" : index == low ? "low" : ""
            let top = 1 - Double(index) / Double(Self.chartRows) * (1 - lowest)
            if text.isEmpty, index == 0 || index == Self.chartRows - 1 {
                text = "\(Int64(exactly: ((index == 0 ? 1 : top) * 100).rounded()) ?? 0) %"
            }
            return label(text) + chartRow(canvas, index, limit: limit, high: high, low: low)
        }
    }

    private func chartRow(_ canvas: BrailleCanvas, _ row: Int, limit: Int, high: Int, low: Int) -> String {
        let rule: (Character, Int) =
            row == limit ? ("─", 196) : row == high ? ("┄", 208) : row == low ? ("┄", 36) : (" ", 0)
        var text = ""
        for column in 0..<columns {
            if let dots = canvas.character(column: column, row: row) {
                text += coloured(String(dots), row < limit ? 196 : 39)
            } else {
                text += rule.1 > 0 ? coloured(String(rule.0), rule.1) : " "
            }
        }
        return text
    }

    private var rungs: String {
        var highest = [Rung](repeating: .normal, count: columns)
        var current = Rung.normal
        var filled = 0
        for moment in course.pool {
            let column = column(moment.time)
            while filled < column {
                highest[filled] = max(highest[filled], current)
                filled += 1
            }
            if let rung = moment.rung { current = rung }
            highest[column] = max(highest[column], current)
        }
        return highest.map { rung in
            switch rung {
            case .normal: coloured("·", 240)
            case .reclaim: coloured("░", 75)
            case .merge: coloured("▒", 135)
            case .squeeze: coloured("▓", 208)
            case .saturated: coloured("█", 196)
            }
        }.joined()
    }

    private var saved: String {
        let most = course.mostSaved
        var values = [Double?](repeating: nil, count: columns)
        for moment in course.pool where moment.rung != nil {
            values[column(moment.time)] = moment.saved.fraction(of: most)
        }
        return coloured(blocks(values), 135)
    }

    // MARK: Guests

    /// What the guest sees, as a share of its maximum; under it, where there are any, its moves.
    private func band(_ guest: Course.Guest) -> [String] {
        var values = [Double?](repeating: nil, count: columns)
        for moment in guest.moments {
            guard let actual = moment.actual else { continue }
            values[column(moment.time)] = actual.fraction(of: guest.maximum)
        }
        let end = guest.moments.last?.actual.map { " \($0)" } ?? ""
        var lines = [label(String(guest.name.prefix(Self.margin - 1))) + coloured(blocks(values), 250) + end]
        var marks = [Course.Move?](repeating: nil, count: columns)
        for move in course.moves where move.guest == guest.name { marks[column(move.time)] = move }
        guard marks.contains(where: { $0 != nil }) else { return lines }
        lines.append(
            label("")
                + marks.map { move in
                    move.map { coloured($0.isReclaim ? "▾" : "▴", MoveKind($0.reason).terminalColour) } ?? " "
                }.joined())
        return lines
    }

    private var legend: [String] {
        let kinds = Set(course.moves.map { MoveKind($0.reason) })
        let marks = MoveKind.allCases.filter { kinds.contains($0) }.map {
            coloured("▾▴", $0.terminalColour) + " \($0.label)"
        }
        return [
            "", "rung: ░ reclaim  ▒ merge  ▓ squeeze  █ saturated   guests: what they see, ▾ reclaimed, ▴ granted",
        ] + (marks.isEmpty ? [] : [marks.joined(separator: "  ")])
    }

    private var axis: String {
        var text = [Character](repeating: " ", count: columns)
        for tick in TimeTicks(duration: course.duration).ticks {
            let start = column(tick.time)
            guard start + tick.label.count <= columns, start == 0 || text[start - 1] == " " else { continue }
            for (offset, character) in tick.label.enumerated() { text[start + offset] = character }
        }
        return String(text)
    }

    // MARK: Text

    /// A value a column; a column without one keeps the last.
    private func blocks(_ values: [Double?]) -> String {
        var last: Double?
        return String(
            values.map { value -> Character in
                last = value ?? last
                guard let last else { return " " }
                let step = Int((last * 7).rounded().clamped(to: 0...7))
                return Self.blocks[step]
            })
    }

    private func column(_ time: Double) -> Int {
        Int((time / course.duration * Double(columns - 1)).clamped(to: 0...Double(columns - 1)))
    }

    private func share(_ amount: ByteCount) -> Double { amount.fraction(of: course.total) }

    private func label(_ text: String) -> String {
        String(repeating: " ", count: max(0, Self.margin - 1 - text.count)) + text + " "
    }

    private func coloured(_ text: String, _ colour: Int) -> String { painted(text, "38;5;\(colour)") }
    private func painted(_ text: String, _ style: Int) -> String { painted(text, "\(style)") }
    private func painted(_ text: String, _ style: String) -> String {
        hasColour && text != " " ? "\u{1b}[\(style)m\(text)\u{1b}[0m" : text
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
