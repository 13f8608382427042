import BalloonKit

/// Figures as people read them in tables.
public enum Text {
    public static func percent(_ share: Double) -> String { number(share * 100, digits: 2) + " %" }
    public static func seconds(_ seconds: Double) -> String { number(seconds, digits: 1) + " s" }

    /// MiB-seconds; GiB-seconds when it is many.
    public static func harm(_ amount: Double) -> String {
        amount < 0.5
            ? "0" : amount < 10_240 ? number(amount, digits: 0) + " MiB s" : number(amount / 1024, digits: 0) + " GiB s"
    }

    public static func size(_ amount: ByteCount) -> String {
        amount == .zero ? "0" : number(Double(amount.bytes) / 1_073_741_824, digits: 2) + " GiB"
    }

    static func pair(_ figures: Figures) -> String { "\(percent(figures.overShare)) over, \(harm(figures.harm))" }

    /// Rounded to so many digits after the point, which are always written.
    public static func number(_ value: Double, digits: Int) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "-" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = Int64((value.magnitude * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let rest = String(whole % Int64(scale))
        return sign + String(whole / Int64(scale)) + "." + String(repeating: "0", count: digits - rest.count) + rest
    }
}
