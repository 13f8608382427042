import BalloonKit
import HostMemory
import NIOCore
import QMP

/// One guest as the fleet holds it: its tracker, its connection and its process.
final class Guest: GuestConnectionOwner {
    let path: String
    let tracker: GuestTracker
    private unowned let fleet: Fleet

    var connection: GuestConnection?
    var identity: FoundSocket.Identity?
    /// Named in the settings: shown even while nothing is there.
    var isListed: Bool
    /// Seen by the last look.
    var isFound = true
    /// What QEMU calls it; the tracker's name can carry more, to be unique.
    var ownName: String
    /// When it got the name it is shown by.
    var namedAt = MonotonicTime.origin
    /// Waited for by the running poll.
    var isInRound = false
    /// Waiting for what QEMU says of its hardware.
    var inquirers: [(Result<GuestHardware, QMPError>) -> Void] = []

    var process: ProcessMemory?
    var resident: ByteCount?
    /// Read now and then while KSM has merged anything.
    var merged: ByteCount?
    var traits: MemoryTraits?
    /// When to look at the process's mappings next; nil while under way or unknown.
    var traitsAt: MonotonicTime?

    private var request = ByteBuffer()
    private var requestVersion: UInt32?

    init(found: FoundSocket, tracker: GuestTracker, fleet: Fleet) {
        path = found.path
        identity = found.identity
        isListed = found.isListed
        ownName = tracker.name
        self.tracker = tracker
        self.fleet = fleet
    }

    /// Nil when the process was never known.
    var processLives: Bool? { process.map { $0.resident() != nil } }

    /// Two guests of one name were told apart.
    var hasClashingName: Bool { ownName != tracker.name }

    func connectionReceived(_ bytes: UnsafeRawBufferPointer) {
        tracker.receive(bytes, at: fleet.time)
        fleet.settle(self)
    }

    func connectionClosed() {
        connection = nil
        tracker.disconnected(at: fleet.time, processLives: processLives)
        fleet.settle(self)
    }

    /// Sends the statistics request, from a buffer made once.
    func writePoll() {
        if requestVersion != tracker.pollRequestVersion, let bytes = tracker.pollRequest?.bytes {
            request = ByteBuffer(bytes: bytes)
            requestVersion = tracker.pollRequestVersion
        }
        connection?.write(request)
    }

    func isVisible(at now: MonotonicTime) -> Bool {
        guard !isListed, let since = tracker.goneSince else { return true }
        return now - since < Fleet.goneIsShown
    }

    func sample(at now: MonotonicTime) -> GuestSample {
        var sample = tracker.sample(at: now)
        sample.resident = resident
        sample.merged = fleet.readsMerged && resident != nil ? merged : nil
        sample.traits = traits
        if hasClashingName {
            sample.stateReason += "; another guest is also named \(ownName): give each its own -name"
        }
        return sample
    }
}
