import BalloonKit

/// How figures are written in sentences.
enum Telling {
    /// 0.8123 is `81.2 %`.
    static func percent(_ share: Double) -> String { "\(oneDecimal(share * 100)) %" }

    static func percent(_ amount: ByteCount, of whole: ByteCount) -> String { percent(amount.fraction(of: whole)) }

    /// `1.4 s` under a minute, else as ``Duration/text``.
    static func span(_ span: Duration) -> String {
        span < .seconds(60) ? "\(oneDecimal(span.inSeconds)) s" : span.text
    }

    /// `2nd`, `11th`, `23rd`.
    static func ordinal(_ number: Int) -> String {
        let ending =
            switch (number % 10, number % 100) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return "\(number)\(ending)"
    }

    /// With one decimal, and none where it is zero; a number too large to be meant is written as it is.
    private static func oneDecimal(_ value: Double) -> String {
        guard let tenths = Int64(exactly: (value * 10).rounded()) else { return "\(value)" }
        let sign = tenths < 0 ? "-" : ""
        let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }
}
