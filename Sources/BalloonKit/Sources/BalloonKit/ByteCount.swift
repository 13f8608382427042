/// An amount of memory in bytes, or the signed difference of two amounts.
///
/// A type of its own, so that bytes, pages and kibibytes cannot be mixed up. Arithmetic saturates instead of trapping:
/// numbers from guests and kernel files reach the pure core, and nothing that a guest says may stop the daemon.
public struct ByteCount: Sendable, Hashable, Comparable {
    /// Bytes. Negative only for a difference.
    public var bytes: Int64

    public static let zero = ByteCount(0)
    public static let max = ByteCount(Int64.max)

    /// What an inflation step and a guest page are counted in (`VIRTIO_BALLOON_PFN_SHIFT` = 12).
    public static let page = ByteCount(4096)

    public init(_ bytes: Int64) { self.bytes = bytes }

    /// An amount from an unsigned counter; amounts past `Int64.max` saturate.
    public init(clamping bytes: UInt64) { self.bytes = Int64(clamping: bytes) }

    public static func kibibytes(_ count: Int64) -> ByteCount { ByteCount(count).times(1 << 10) }
    public static func mebibytes(_ count: Int64) -> ByteCount { ByteCount(count).times(1 << 20) }
    public static func gibibytes(_ count: Int64) -> ByteCount { ByteCount(count).times(1 << 30) }
    public static func pages(_ count: Int64) -> ByteCount { ByteCount(count).times(4096) }

    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    public static func + (left: ByteCount, right: ByteCount) -> ByteCount {
        let (sum, overflow) = left.bytes.addingReportingOverflow(right.bytes)
        guard overflow else { return ByteCount(sum) }
        return ByteCount(right.bytes > 0 ? Int64.max : Int64.min)
    }

    public static func - (left: ByteCount, right: ByteCount) -> ByteCount {
        let (difference, overflow) = left.bytes.subtractingReportingOverflow(right.bytes)
        guard overflow else { return ByteCount(difference) }
        return ByteCount(right.bytes < 0 ? Int64.max : Int64.min)
    }

    public static func += (left: inout ByteCount, right: ByteCount) { left = left + right }
    public static func -= (left: inout ByteCount, right: ByteCount) { left = left - right }
    public static prefix func - (value: ByteCount) -> ByteCount { .zero - value }

    /// The amount `count` times; saturates.
    public func times(_ count: Int64) -> ByteCount {
        let (product, overflow) = bytes.multipliedReportingOverflow(by: count)
        guard overflow else { return ByteCount(product) }
        return ByteCount((bytes > 0) == (count > 0) ? Int64.max : Int64.min)
    }

    /// The amount multiplied by a ratio, rounded towards zero; saturates, and a ratio that is not a number gives zero.
    public func scaled(by ratio: Double) -> ByteCount {
        let product = Double(bytes) * ratio
        guard product.isFinite else { return product.isNaN ? .zero : ByteCount(product > 0 ? Int64.max : Int64.min) }
        guard let exact = Int64(exactly: product.rounded(.towardZero)) else {
            return ByteCount(product > 0 ? Int64.max : Int64.min)
        }
        return ByteCount(exact)
    }

    /// `self / whole`, and 0 for an empty whole.
    public func fraction(of whole: ByteCount) -> Double {
        whole.bytes == 0 ? 0 : Double(bytes) / Double(whole.bytes)
    }

    /// Never less than zero.
    public var clampedToZero: ByteCount { bytes < 0 ? .zero : self }

    public var magnitude: ByteCount { bytes < 0 ? -self : self }

    /// The largest multiple of `unit` that is not above the amount. A unit of zero or less leaves it as it is.
    public func roundedDown(to unit: ByteCount) -> ByteCount {
        guard unit.bytes > 0 else { return self }
        let remainder = bytes % unit.bytes
        return self - ByteCount(remainder < 0 ? remainder + unit.bytes : remainder)
    }

    /// The amount limited to `floor ... ceiling`; the ceiling wins where the two cross.
    public func clamped(from floor: ByteCount, to ceiling: ByteCount) -> ByteCount {
        Swift.min(Swift.max(self, floor), ceiling)
    }
}

extension ByteCount: CustomStringConvertible {
    /// As people write it, in powers of 1024: `512 MiB`, `1.5 GiB`, `-4 KiB`. At most one decimal.
    public var description: String {
        let units: [(String, Int64)] = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        for (name, size) in units where bytes.magnitude >= size.magnitude {
            let tenths = (Double(bytes) / Double(size) * 10).rounded()
            guard tenths.remainder(dividingBy: 10) != 0 else { return "\(Int64(tenths / 10)) \(name)" }
            return "\(tenths / 10) \(name)"
        }
        return "\(bytes) B"
    }
}
