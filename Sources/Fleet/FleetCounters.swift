/// What the fleet has seen since it started, connections that ended included.
public struct FleetCounters: Sendable, Hashable {
    /// Rounds of statistics requests.
    public var polls: UInt64 = 0
    /// Requests for statistics that were written.
    public var pollRequests: UInt64 = 0
    /// Rounds that ended by their deadline with answers missing.
    public var incompletePolls: UInt64 = 0
    /// Guests left out of a round because their last answer was still missing.
    public var skippedPollRequests: UInt64 = 0
    /// Connections that were greeted.
    public var connections: UInt64 = 0
    /// Connections that ended without our asking.
    public var disconnections: UInt64 = 0
    /// Attempts to connect that failed.
    public var failedConnects: UInt64 = 0
    /// Connections that got no greeting within the deadline, and refusals because the socket's queue was full.
    public var busySockets: UInt64 = 0
    /// Commands not answered within their deadline.
    public var timeouts: UInt64 = 0
    /// Connections given up because the peer's bytes were no QMP.
    public var malformed: UInt64 = 0
    /// Commands that QEMU refused.
    public var rejections: UInt64 = 0
    /// Answers dropped because nothing was sent under their id.
    public var unknownIds: UInt64 = 0
    /// Lines dropped because they were too long.
    public var oversizeLines: UInt64 = 0
    /// Times a guest had sent so much that it was left unread for a while.
    public var heldReads: UInt64 = 0
    /// Of these, because all guests together had sent too much beyond what healthy ones send.
    public var sharedHeldReads: UInt64 = 0
    /// Events received.
    public var events: UInt64 = 0
    /// Times the polling interval was found changed by somebody else and set again.
    public var intervalRepairs: UInt64 = 0
    /// Sockets not taken in because there are too many guests already.
    public var guestsOverLimit: UInt64 = 0
    /// Times another QMP socket of a process was tried because the one in use was busy.
    public var socketsPassedOver: UInt64 = 0
    /// Looks at directories or the procfs that failed.
    public var discoveryFailures: UInt64 = 0

    public init() {}
}

extension FleetCounters {
    static func += (sum: inout FleetCounters, other: FleetCounters) {
        sum.polls &+= other.polls
        sum.pollRequests &+= other.pollRequests
        sum.incompletePolls &+= other.incompletePolls
        sum.skippedPollRequests &+= other.skippedPollRequests
        sum.connections &+= other.connections
        sum.disconnections &+= other.disconnections
        sum.failedConnects &+= other.failedConnects
        sum.busySockets &+= other.busySockets
        sum.timeouts &+= other.timeouts
        sum.malformed &+= other.malformed
        sum.rejections &+= other.rejections
        sum.unknownIds &+= other.unknownIds
        sum.oversizeLines &+= other.oversizeLines
        sum.heldReads &+= other.heldReads
        sum.sharedHeldReads &+= other.sharedHeldReads
        sum.events &+= other.events
        sum.intervalRepairs &+= other.intervalRepairs
        sum.guestsOverLimit &+= other.guestsOverLimit
        sum.socketsPassedOver &+= other.socketsPassedOver
        sum.discoveryFailures &+= other.discoveryFailures
    }
}
