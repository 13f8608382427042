/// An amount of memory as people type it: `512M`, `1.5GiB`, `75%` of something, or `max`.
public enum SizeExpression: Sendable, Hashable {
    case bytes(ByteCount)
    /// Of the guest's maximum (or the pool's total), 0 < percent <= 100.
    case percent(Double)
    case maximum

    /// Reads `text`; letter case and blanks around it do not matter.
    ///
    /// A number without a unit is refused, because `512` might mean bytes or mebibytes. Units are powers of 1024:
    /// `K`, `M`, `G`, `T`, each also as `KiB` or `KB`, and `B` for bytes.
    ///
    /// - Throws: ``TextError`` for anything else, for negative amounts and for amounts that do not fit 63 bits.
    public init(_ text: String) throws(TextError) {
        let trimmed = text.trimmingBlanks().lowercased()
        if trimmed == "max" {
            self = .maximum
            return
        }
        let number = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = trimmed.dropFirst(number.count).drop { $0 == " " }
        guard let value = Double(number), value.isFinite else {
            throw TextError("'\(text)' is not a size: write a number and a unit, as in 512M, 1.5G or 75%, or max")
        }
        if unit == "%" {
            guard value > 0, value <= 100 else { throw TextError("'\(text)' is not between 0% and 100%") }
            self = .percent(value)
            return
        }
        guard !unit.isEmpty else {
            throw TextError(
                "'\(text)' has no unit: write \(text.trimmingBlanks())M for mebibytes, \(text.trimmingBlanks())B for bytes"
            )
        }
        guard let factor = Self.factor(of: unit) else {
            throw TextError("'\(text)' has an unknown unit '\(unit)': use B, K, M, G, T or %")
        }
        let bytes = value * Double(factor)
        guard let exact = Int64(exactly: bytes.rounded(.towardZero)) else {
            throw TextError("'\(text)' is more memory than can be counted")
        }
        self = .bytes(ByteCount(exact))
    }

    /// The amount in bytes, given what 100 % and `max` stand for.
    public func resolved(of whole: ByteCount) -> ByteCount {
        switch self {
        case .bytes(let amount): amount
        case .percent(let percent): whole.scaled(by: percent / 100)
        case .maximum: whole
        }
    }

    private static func factor(of unit: Substring) -> Int64? {
        switch unit {
        case "b": 1
        case "k", "kb", "kib": 1 << 10
        case "m", "mb", "mib": 1 << 20
        case "g", "gb", "gib": 1 << 30
        case "t", "tb", "tib": 1 << 40
        default: nil
        }
    }
}

extension String {
    func trimmingBlanks() -> String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
