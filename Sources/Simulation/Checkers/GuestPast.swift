import BalloonKit
import Controller

/// What was commanded of a guest since the daemon began to know it.
public struct GuestPast: Sendable, Hashable {
    public struct Move: Sendable, Hashable {
        public var action: Action
        public var target: ByteCount
        public var actualBefore: ByteCount
        public var time: MonotonicTime
        /// `statisticsUpdates` it was based on.
        public var updates: UInt64
        public var isUrgent: Bool
    }

    public var last: Move?
    public var lastGrant: MonotonicTime?
    /// Nil also when the reclaim was taken back.
    public var lastReclaim: MonotonicTime?
    public var lastWithdrawal: MonotonicTime?

    public init() {}

    mutating func take(_ guest: CheckedGuest, at now: MonotonicTime) {
        guard let command = guest.command else { return }
        last = Move(
            action: command.action, target: command.to, actualBefore: command.from, time: now,
            updates: guest.known.sample.statisticsUpdates, isUrgent: guest.isInNeed || command.action == .pin)
        if command.action == .withdraw {
            lastReclaim = nil
            if guest.verdict?.reason.code == .noProgress { lastWithdrawal = now }
        }
        if command.to > command.from { lastGrant = now }
        if command.to < min(guest.known.sample.target ?? command.from, command.from) { lastReclaim = now }
    }
}
