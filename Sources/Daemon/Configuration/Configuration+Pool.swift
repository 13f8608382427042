import BalloonKit

extension Configuration {
    /// `[pool]`: the memory managed and its line.
    public struct Pool: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case host
            case cgroup
        }

        public var kind = Kind.host
        /// The cgroup's directory, absolute or below where cgroups are mounted; set exactly when the kind is `cgroup`.
        public var cgroup: String?
        /// Used memory must stay at or under it, 50 % ... 95 %.
        public var limit = Percentage(80)
        /// Below the limit; nil means 3 points below it.
        public var chosenHighWatermark: Percentage?
        /// Below the high watermark; nil means 8 points below the limit, or 5 below a high watermark that was chosen lower.
        public var chosenLowWatermark: Percentage?

        public var highWatermark: Percentage { chosenHighWatermark ?? Percentage(limit.percent - 3) }

        public var lowWatermark: Percentage {
            chosenLowWatermark ?? Percentage(min(limit.percent - 8, highWatermark.percent - 5))
        }

        /// The line and its marks for a pool of this size.
        public func watermarks(of total: ByteCount) -> Watermarks {
            Watermarks(
                limit: total.scaled(by: limit.fraction), high: total.scaled(by: highWatermark.fraction),
                low: total.scaled(by: lowWatermark.fraction))
        }
    }
}
