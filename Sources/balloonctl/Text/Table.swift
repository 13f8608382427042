/// Rows in columns, fitted to a width.
struct Table {
    struct Column {
        var title: String
        var isNumber = false
        /// What goes first when there is not enough room: the highest; 0 stays always.
        var expendability = 0
        /// May be cut down to some characters before any column goes.
        var isElastic = false
    }

    struct Cell {
        var text: String
        var style: Style

        init(_ text: String, _ style: Style = .plain) {
            self.text = Text.printable(text)
            self.style = style
        }
    }

    static let gap = 2
    static let smallestElastic = 16

    var columns: [Column]
    var rows: [[Cell]] = []

    /// - Parameters:
    ///   - width: columns of the terminal; nil for no bound.
    ///   - colour: whether styles are shown.
    /// - Returns: the title line and a line for each row, without blanks at their ends.
    func lines(width: Int?, colour: Bool) -> [String] {
        var widths = columns.indices.map { index in
            rows.reduce(columns[index].title.count) { max($0, index < $1.count ? $1[index].text.count : 0) }
        }
        let shown = fit(&widths, to: width)
        let titles = columns.map { Cell($0.title, .bold) }
        return ([titles] + rows).map { row in
            line(row, shown: shown, widths: widths, colour: colour)
        }
    }

    /// Shrinks the elastic column, and when that is not enough leaves columns out.
    private func fit(_ widths: inout [Int], to width: Int?) -> [Int] {
        var shown = Array(columns.indices)
        guard let width else { return shown }
        func needed(_ widths: [Int]) -> Int {
            shown.reduce(0) { $0 + widths[$1] } + Self.gap * max(0, shown.count - 1)
        }
        while true {
            let excess = needed(widths) - width
            if excess <= 0 { return shown }
            if let elastic = shown.first(where: { columns[$0].isElastic }) {
                let smallest = min(widths[elastic], max(Self.smallestElastic, columns[elastic].title.count))
                if widths[elastic] - excess >= smallest {
                    widths[elastic] -= excess
                    return shown
                }
            }
            guard let victim = shown.max(by: { columns[$0].expendability < columns[$1].expendability }),
                columns[victim].expendability > 0
            else { return shown }
            shown.removeAll { $0 == victim }
        }
    }

    private func line(_ row: [Cell], shown: [Int], widths: [Int], colour: Bool) -> String {
        var text = ""
        for (position, index) in shown.enumerated() where index < row.count {
            let cell = row[index]
            let cut = Text.cut(cell.text, to: widths[index])
            let padding = String(repeating: " ", count: max(0, widths[index] - cut.count))
            let styled = cell.style.applied(to: cut, colour: colour)
            let isLast = position == shown.count - 1
            text += columns[index].isNumber ? padding + styled : styled + (isLast ? "" : padding)
            if !isLast { text += String(repeating: " ", count: Self.gap) }
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
