import BalloonKit

/// Numbers as people read them; what is not known is a dash.
enum Figures {
    static let unknown = "-"

    static func bytes(_ amount: ByteCount?) -> String { amount?.description ?? unknown }

    /// Without the blank and with one letter, for columns: `512M`, `1.5G`.
    static func brief(_ amount: ByteCount?) -> String {
        guard let amount else { return unknown }
        let parts = amount.description.split(separator: " ")
        guard let number = parts.first, let unit = parts.last else { return unknown }
        return String(number) + unit.prefix(1)
    }

    /// 0.756 is `75.6 %`.
    static func percent(_ ratio: Double?) -> String { ratio.map { "\(tenths($0 * 100)) %" } ?? unknown }

    /// `12.3 ms` under a second, else as `Duration.text`.
    static func span(_ span: Duration?) -> String {
        guard let span else { return unknown }
        let seconds = span.inSeconds
        if seconds < 1 { return "\(tenths(seconds * 1000)) ms" }
        return seconds < 10 ? "\(tenths(seconds)) s" : span.text
    }

    static func rate(_ perSecond: ByteCount?) -> String {
        perSecond.map { "\($0 > .zero ? "+" : "")\($0)/s" } ?? unknown
    }

    /// Two decimals at most, for ratios without a unit.
    static func real(_ value: Double?) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return unknown }
        return "\((value * 100).rounded() / 100)"
    }

    /// A number as one types it: `25`, `0.5`.
    static func plain(_ value: Double) -> String {
        guard let whole = Int64(exactly: value) else { return "\(value)" }
        return "\(whole)"
    }

    static func count(_ value: Int?) -> String { value.map(String.init) ?? unknown }

    private static func tenths(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return unknown }
        return "\((value * 10).rounded() / 10)"
    }
}
