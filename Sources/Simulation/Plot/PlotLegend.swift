import BalloonKit
import Charts
import Controller

/// What lines, areas, marks and colours mean: only those that occur.
struct PlotLegend {
    let course: Course
    let left: Double
    let right: Double

    private static let top = 78.0
    private static let step = 20.0
    private static let characterWidth = 6.2

    var elements: [MarkupElement] {
        var elements: [MarkupElement] = []
        var x = 20.0
        var y = Self.top
        for entry in entries {
            let width = 28 + Double(entry.label.count) * Self.characterWidth + 14
            if x + width > right {
                x = 20
                y += Self.step
            }
            elements += entry.sample(x, y)
            elements.append(.text(entry.label, x: x + 28, y: y + 4, "small"))
            x += width
        }
        return elements
    }

    private struct Entry {
        var label: String
        var sample: (Double, Double) -> [MarkupElement]
    }

    private var entries: [Entry] {
        var entries = [
            line("used", "used"), line("forecast", "forecast"), line("actual", "actual"), line("target", "target"),
            line("working", "working set"), box("resident", "resident"),
        ]
        let kinds = Set(course.moves.map { MoveKind($0.reason) })
        for kind in MoveKind.allCases where kinds.contains(kind) {
            entries.append(
                Entry(label: kind.label) { x, y in
                    [
                        .path("move \(kind.rawValue) key", Self.triangle(x + 6, y + 4, isDown: true)),
                        .path("move \(kind.rawValue) key", Self.triangle(x + 17, y - 4, isDown: false)),
                    ]
                })
        }
        let rungs = Set(course.pool.compactMap(\.rung)).subtracting([.normal])
        for rung in rungs.sorted() { entries.append(box("rung-\(rung.rawValue)", "rung \(rung.rawValue)")) }
        return entries
    }

    private func line(_ style: String, _ label: String) -> Entry {
        Entry(label: label) { x, y in [.line(style, x, y, x + 22, y)] }
    }

    private func box(_ style: String, _ label: String) -> Entry {
        Entry(label: label) { x, y in [.rectangle(style, PlotFrame(x: x, y: y - 5, width: 22, height: 10))] }
    }

    private static func triangle(_ x: Double, _ tip: Double, isDown: Bool) -> String {
        let tail = isDown ? tip - 8 : tip + 8
        return "M\(MarkupElement.number(x)) \(MarkupElement.number(tip))L\(MarkupElement.number(x - 4.5)) "
            + "\(MarkupElement.number(tail))H\(MarkupElement.number(x + 4.5))Z"
    }
}
