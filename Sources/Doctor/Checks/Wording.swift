/// `1 guest`, `3 guests`.
func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// `75 %`, of a share.
func percent(_ share: Double) -> String {
    Int(exactly: (share * 100).rounded()).map { "\($0) %" } ?? "- %"
}

/// One decimal: `1.5`.
func tenths(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "-" }
    return "\((value * 10).rounded() / 10)"
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and \(last)"
}
