import BalloonKit

/// A share of a whole, as people write it: `80%`.
public struct Percentage: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 80 for `80%`.
    public var percent: Double

    public init(_ percent: Double) { self.percent = percent }

    /// Reads `80%` or `12.5 %`.
    ///
    /// - Throws: `TextError` for anything else, and for a number without the sign, which might mean a fraction.
    public init(text: String) throws(TextError) {
        let number = text.hasSuffix("%") ? text.dropLast().trimmingSuffix(while: \.isWhitespace) : ""
        guard let value = Double(number), value.isFinite, value >= 0 else {
            throw TextError("'\(text)' is not a percentage: write a number and a percent sign, as in 80%")
        }
        percent = value
    }

    /// 0.8 for `80%`.
    public var fraction: Double { percent / 100 }

    public var description: String {
        percent == percent.rounded() && percent.magnitude < 1e9 ? "\(Int(percent))%" : "\(percent)%"
    }

    public static func < (left: Percentage, right: Percentage) -> Bool { left.percent < right.percent }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
