import BalloonKit
import Foundation

/// A pin with its times on the wall clock: monotonic time means nothing after a restart.
public struct StoredPin: Sendable, Hashable {
    public var target: ByteCount
    public var reason: String?
    public var setBy: String
    public var created: Date
    /// Nil holds until it is removed.
    public var expires: Date?

    public init(target: ByteCount, reason: String? = nil, setBy: String, created: Date, expires: Date? = nil) {
        self.target = target
        self.reason = reason
        self.setBy = setBy
        self.created = created
        self.expires = expires
    }

    public func hasExpired(at now: Date) -> Bool { expires.map { $0 <= now } ?? false }

    /// For a snapshot taken at `now`.
    public func pin(at now: Date) -> Pin {
        let remaining = expires.map { Duration.seconds(max(0, min($0.timeIntervalSince(now), 1e11))) }
        return Pin(target: target, reason: reason, setBy: setBy, remaining: remaining)
    }
}
