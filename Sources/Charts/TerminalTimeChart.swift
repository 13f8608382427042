/// Draws a ``TimeChart`` with characters: braille where the terminal knows it, plain ASCII elsewhere.
public struct TerminalTimeChart {
    private let chart: TimeChart
    private let columns: Int
    private let rows: Int
    private let hasColour: Bool
    private let isASCII: Bool
    private let margin: Int

    private static let leastWidth = 30
    private static let mostWidth = 500

    /// - Parameters:
    ///   - width: of the terminal in columns, 30 ... 500; what is out of range is brought into it.
    ///   - rows: of the drawing alone, 3 ... 100.
    ///   - hasColour: whether escape sequences may be used.
    ///   - isASCII: whether only ASCII may be used.
    public init(_ chart: TimeChart, width: Int, rows: Int = 10, hasColour: Bool, isASCII: Bool = false) {
        self.chart = chart
        let labels = chart.valueTicks.map(\.label.count).max() ?? 0
        margin = min(labels, 12) + 1
        columns = min(max(width, Self.leastWidth), Self.mostWidth) - margin
        self.rows = min(max(rows, 3), 100)
        self.hasColour = hasColour
        self.isASCII = isASCII
    }

    /// Title, drawing, axis of time and legend; none is wider than the terminal, but for a title that is.
    public var lines: [String] {
        guard !chart.isEmpty else { return [painted(chart.title, "1"), "nothing was recorded"] }
        return [painted(chart.title, "1")] + drawing + [axis] + legend
    }

    private var drawing: [String] {
        var labels = [String](repeating: "", count: rows)
        for tick in chart.valueTicks {
            let share = chart.share(tick.place)
            guard (0...1).contains(share) else { continue }
            let row = min(rows - 1, whole((1 - share) * Double(rows), below: rows))
            if labels[row].isEmpty { labels[row] = tick.label }
        }
        let cells = drawnCells
        return (0..<rows).map { row in
            let text = painted(cells[(row * columns)..<((row + 1) * columns)])
            return trimmed(label(labels[row]) + text)
        }
    }

    /// A row, with one escape sequence for neighbours of one colour.
    private func painted(_ row: ArraySlice<(text: String, ink: TimeChart.Ink)?>) -> String {
        var output = ""
        var run = ""
        var ink: TimeChart.Ink?
        func end() {
            output += ink.map { painted(run, colour($0)) } ?? run
            run = ""
        }
        for cell in row {
            if cell?.ink != ink {
                end()
                ink = cell?.ink
            }
            run += cell?.text ?? " "
        }
        end()
        return output
    }

    /// What stands in each place. Rules pass behind courses, and later courses over earlier ones; dots add up.
    private var drawnCells: [(text: String, ink: TimeChart.Ink)?] {
        var cells = [(text: String, ink: TimeChart.Ink)?](repeating: nil, count: columns * rows)
        var all = BrailleCanvas(columns: columns, rows: rows)
        for layer in chart.layers.filter({ $0.shape == .stepped }) + chart.layers.filter({ $0.shape != .stepped }) {
            var own = BrailleCanvas(columns: columns, rows: rows)
            for stroke in strokes(layer, on: own) {
                let bottom = layer.shape == .area ? own.height - 1 : stroke.bottom
                for y in stroke.top...max(stroke.top, bottom) {
                    own.set(stroke.x, y)
                    if layer.shape != .stepped { all.set(stroke.x, y) }
                }
            }
            let sample = sample(of: layer)
            for row in 0..<rows {
                for column in 0..<columns where own.character(column: column, row: row) != nil {
                    let dots = all.character(column: column, row: row).map(String.init)
                    cells[row * columns + column] = (isDotted(layer) ? dots ?? sample : sample, layer.ink)
                }
            }
        }
        return cells
    }

    /// Drawn with dots, rather than with a character of its own: colours tell courses apart, and one course needs no telling.
    private func isDotted(_ layer: TimeChart.Layer) -> Bool {
        if isASCII || layer.shape == .stepped { return false }
        return hasColour || layer.shape == .area || courses.count < 2
    }

    private var courses: [TimeChart.Layer] { chart.layers.filter { $0.shape == .line || $0.shape == .fine } }

    /// What a course looks like in the legend, and where it is not dotted in the drawing.
    private func sample(of layer: TimeChart.Layer) -> String {
        switch layer.shape {
        case .stepped: return isASCII ? "-" : "─"
        case .area: return isASCII ? "#" : "⣿"
        case .line, .fine:
            if isDotted(layer) { return "⠤" }
            let marks = ["*", "+", "o", "x"]
            return marks[(courses.firstIndex { $0.name == layer.name } ?? 0) % marks.count]
        }
    }

    /// Columns of dots with the range that the course covers in each.
    private func strokes(_ layer: TimeChart.Layer, on canvas: BrailleCanvas) -> [(x: Int, top: Int, bottom: Int)] {
        var strokes: [(x: Int, top: Int, bottom: Int)] = []
        var last: (x: Int, y: Int)?
        for point in layer.points {
            guard let value = point.value, value.isFinite else {
                last = nil
                continue
            }
            let x = whole(point.time / chart.duration * Double(canvas.width - 1), below: canvas.width)
            let y = whole((1 - chart.share(value)) * Double(canvas.height - 1), below: canvas.height)
            var reached = last?.y ?? y
            if let last, x > last.x + 1 {
                for between in (last.x + 1)..<x {
                    let part = Double(between - last.x) / Double(x - last.x)
                    let height = layer.shape == .stepped ? last.y : last.y + whole(signed: Double(y - last.y) * part)
                    let from = layer.shape == .area ? height : reached
                    strokes.append((between, min(height, from), max(height, from)))
                    reached = height
                }
            }
            let from = layer.shape == .area ? y : reached
            strokes.append((x, min(y, from), max(y, from)))
            last = (x, y)
        }
        return strokes
    }

    // MARK: Around the drawing

    private var axis: String {
        var text = [Character](repeating: " ", count: columns)
        for tick in chart.timeTicks {
            let middle = whole(tick.place / chart.duration * Double(columns - 1), below: columns)
            let start = max(0, min(middle - tick.label.count / 2, columns - tick.label.count))
            guard tick.label.count <= columns, (0...chart.duration).contains(tick.place) else { continue }
            let end = start + tick.label.count
            guard text[max(0, start - 1)..<min(columns, end + 1)].allSatisfy({ $0 == " " }) else { continue }
            text.replaceSubrange(start..<end, with: Array(tick.label))
        }
        return trimmed(label("") + String(text))
    }

    private var legend: [String] {
        let shown = chart.layers.filter { layer in layer.points.contains { $0.value != nil } }
        var lines: [String] = []
        var line = label("")
        var width = margin
        for layer in shown {
            let length = layer.name.count + 4
            if width + length > margin + columns, width > margin {
                lines.append(trimmed(line))
                (line, width) = (label(""), margin)
            }
            line += painted(sample(of: layer), colour(layer.ink)) + " \(layer.name)  "
            width += length
        }
        return lines + [trimmed(line)]
    }

    private func label(_ text: String) -> String {
        let cut = String(text.prefix(margin - 1))
        return String(repeating: " ", count: margin - 1 - cut.count) + cut + " "
    }

    private func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Rounded, and brought into `0 ..< bound`.
    private func whole(_ value: Double, below bound: Int) -> Int {
        guard !value.isNaN else { return 0 }
        return Int(min(max(value.rounded(), 0), Double(bound - 1)))
    }

    private func whole(signed value: Double) -> Int { Int(min(max(value.rounded(), -1000), 1000)) }

    private func colour(_ ink: TimeChart.Ink) -> String {
        switch ink {
        case .usage: "38;5;39"
        case .peak: "38;5;135"
        case .limit: "38;5;196"
        case .actual: "38;5;252"
        case .target: "38;5;245"
        case .resident: "38;5;44"
        case .need: "38;5;204"
        case .floor: "38;5;178"
        case .merged: "38;5;141"
        case .pressure: "38;5;214"
        case .swap: "38;5;203"
        }
    }

    private func painted(_ text: String, _ style: String) -> String {
        hasColour ? "\u{1b}[\(style)m\(text)\u{1b}[0m" : text
    }
}
