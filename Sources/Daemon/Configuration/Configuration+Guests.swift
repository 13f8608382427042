import BalloonKit

extension Configuration {
    /// `[guests.defaults]` and `[guests.NAME]`: bounds and weights.
    public struct Guests: Sendable, Hashable {
        public var floor = SizeExpression.bytes(.mebibytes(128))
        public var ceiling = SizeExpression.maximum
        public var shares = GuestLimits.ordinaryShares
        /// What an ordinary guest keeps available beyond its working set, 0 ... 64 GiB.
        public var reserve = ByteCount.mebibytes(128)
        /// By guest name; `defaults` is no guest's name here.
        public var named: [String: Guest] = [:]

        /// Floor and ceiling in bytes and the weight for this guest.
        ///
        /// Percentages are of `maximum`; until it is known they give the largest range.
        public func limits(of name: String, maximum: ByteCount?) -> GuestLimits {
            let guest = named[name]
            var limits = GuestLimits(shares: guest?.shares ?? shares)
            limits.floor = Self.resolved(guest?.floor ?? floor, of: maximum) ?? .zero
            limits.ceiling = Self.resolved(guest?.ceiling ?? ceiling, of: maximum)
            return limits
        }

        /// Whether the daemon may act on this guest: yes, unless its own table says no.
        public func isManaged(_ name: String) -> Bool { named[name]?.managed ?? true }

        /// What the configuration says about this guest for policies.
        func annotations(of name: String) -> [String: String] { named[name]?.annotations ?? [:] }

        private static func resolved(_ size: SizeExpression, of maximum: ByteCount?) -> ByteCount? {
            switch size {
            case .bytes(let amount): amount
            case .maximum: nil
            case .percent: maximum.map { size.resolved(of: $0) }
            }
        }
    }

    /// One `[guests.NAME]`; nil takes the default.
    public struct Guest: Sendable, Hashable {
        public var floor: SizeExpression?
        public var ceiling: SizeExpression?
        public var shares: Int?
        public var managed: Bool?
        /// `[guests.NAME.annotations]`: what policies are told about it; see ``Annotations`` for what may stand there.
        public var annotations: [String: String] = [:]

        public init() {}
    }
}
