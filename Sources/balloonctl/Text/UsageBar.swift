/// A bar of usage with the limit marked: `[#########--|---]`.
enum UsageBar {
    /// - Parameters:
    ///   - usage: 0 ... 1; outside it is clamped.
    ///   - limit: 0 ... 1, where the mark stands.
    ///   - width: characters between the brackets, 10 at least.
    /// - Returns: the bar with its brackets.
    static func text(usage: Double, limit: Double, width: Int) -> String {
        let width = max(10, width)
        func place(_ ratio: Double) -> Int {
            ratio.isFinite ? Int((min(1, max(0, ratio)) * Double(width)).rounded(.down)) : 0
        }
        let filled = place(usage)
        let mark = min(width - 1, place(limit))
        let characters = (0..<width).map { index -> Character in
            if index == mark { return "|" }
            return index < filled ? "#" : "-"
        }
        return "[" + String(characters) + "]"
    }
}
