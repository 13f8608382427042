import BalloonKit
import HostMemory

/// Which guests the fleet looks for and how it treats them. An immutable value, replaced whole.
public struct FleetSettings: Sendable, Hashable {
    /// QMP Unix sockets: paths, or globs such as `/run/guests/*.sock` and `/run/guests/*/qmp.sock`.
    public var sockets: [String]
    /// The same for sockets that others use, too: each is held for a moment a poll, and left again.
    public var sharedSockets: [String]
    /// Whether to look through the procfs for QEMU processes with a QMP Unix socket.
    public var scanProc: Bool
    /// How often each driver is asked for statistics; whole seconds, 1 s or more.
    public var statisticsInterval: Duration
    /// From connect to greeting and again to the end of the negotiation.
    public var greetingDeadline: Duration
    /// From a command to its answer.
    public var commandDeadline: Duration
    /// Statistics older than this are stale. At least twice the interval is sensible: drivers answer late under load.
    public var freshness: Duration
    /// Names of guests that are shown and counted but never asked to change: state `unmanaged`.
    public var unmanagedGuests: Set<String>
    /// Guests beyond this many are not connected, and counted.
    public var maximumGuests: Int
    public var roots: HostRoots

    public init(
        sockets: [String] = [], sharedSockets: [String] = [], scanProc: Bool = false,
        statisticsInterval: Duration = .seconds(1),
        greetingDeadline: Duration = .seconds(2), commandDeadline: Duration = .seconds(2),
        freshness: Duration = .milliseconds(3500), unmanagedGuests: Set<String> = [], maximumGuests: Int = 20_000,
        roots: HostRoots = HostRoots()
    ) {
        self.sockets = sockets
        self.sharedSockets = sharedSockets
        self.scanProc = scanProc
        self.statisticsInterval = statisticsInterval
        self.greetingDeadline = greetingDeadline
        self.commandDeadline = commandDeadline
        self.freshness = freshness
        self.unmanagedGuests = unmanagedGuests
        self.maximumGuests = maximumGuests
        self.roots = roots
    }
}
