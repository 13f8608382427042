/// Columns as wide as their widest cell; the first is aligned left, all others right.
struct TextTable {
    private var rows: [[String]]

    init(_ header: [String]) { rows = [header] }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// For a terminal.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { Self.padded(row[$0], widths[$0], isRight: $0 > 0) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    var markdown: String {
        var lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        lines.insert("|---|" + String(repeating: "---:|", count: max(0, rows[0].count - 1)), at: 1)
        return lines.joined(separator: "\n")
    }

    static func padded(_ text: String, _ width: Int, isRight: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return isRight ? blanks + text : text + blanks
    }
}
