import BalloonKit

/// How steps are put together: means by the time that each covers, and lengths of time as whole milliseconds.
enum Span {
    /// Mean of two values by their weights; one alone where the other is not known.
    static func mean(_ left: ByteCount?, _ leftWeight: Int64, _ right: ByteCount?, _ rightWeight: Int64) -> ByteCount? {
        guard let left else { return right }
        guard let right else { return left }
        let weights = Double(leftWeight) + Double(rightWeight)
        guard weights > 0 else { return right }
        return left + (right - left).scaled(by: Double(rightWeight) / weights)
    }

    static func highest<Value: Comparable>(_ left: Value?, _ right: Value?) -> Value? {
        guard let left, let right else { return left ?? right }
        return Swift.max(left, right)
    }

    static func lowest<Value: Comparable>(_ left: Value?, _ right: Value?) -> Value? {
        guard let left, let right else { return left ?? right }
        return Swift.min(left, right)
    }

    static func sum(_ left: ByteCount?, _ right: ByteCount?) -> ByteCount? {
        guard let left, let right else { return left ?? right }
        return left + right
    }

    static func sum(_ left: Int64?, _ right: Int64?) -> Int64? {
        guard let left, let right else { return left ?? right }
        return left.addingSaturated(right)
    }
}

extension Duration {
    /// Whole milliseconds, cut; saturates.
    var inMilliseconds: Int64 {
        let (whole, overflow) = components.seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return components.seconds < 0 ? .min : .max }
        return whole.addingSaturated(components.attoseconds / 1_000_000_000_000_000)
    }
}

extension Int64 {
    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
