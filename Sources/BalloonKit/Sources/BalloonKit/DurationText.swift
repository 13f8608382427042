extension Duration {
    /// Reads a span of time as people type it: `90s`, `250ms`, `2h`, `1h30m`, `7d`.
    ///
    /// - Throws: ``TextError`` for anything else, a number without a unit, nothing at all, and spans of over 1,000 years.
    public init(text: String) throws(TextError) {
        var rest = text.trimmingBlanks().lowercased()[...]
        var total = 0.0
        guard !rest.isEmpty else { throw TextError("'' is not a time: write 90s, 30m, 2h or 1h30m") }
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(number), let seconds = Self.secondsIn(unit) else {
                throw TextError("'\(text)' is not a time: write a number and ms, s, m, h or d, as in 90s or 1h30m")
            }
            total += value * seconds
        }
        guard total.isFinite, total < 1000 * 366 * 86400 else { throw TextError("'\(text)' is too long a time") }
        self = .milliseconds(Int64((total * 1000).rounded()))
    }

    /// As people write it: `250ms`, `3.5s`, `1m30s`, `1h30m`; at most two units.
    public var text: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        if milliseconds < 60_000, milliseconds % 1000 != 0 {
            return "\((Double(milliseconds) / 100).rounded() / 10)s"
        }
        var seconds = components.seconds
        var parts: [String] = []
        for (unit, length): (String, Int64) in [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)] {
            let count = seconds / length
            seconds %= length
            if count > 0 { parts.append("\(count)\(unit)") }
        }
        return parts.prefix(2).joined()
    }

    private static func secondsIn(_ unit: Substring) -> Double? {
        switch unit {
        case "ms": 0.001
        case "s", "sec": 1
        case "m", "min": 60
        case "h": 3600
        case "d": 86400
        default: nil
        }
    }
}
