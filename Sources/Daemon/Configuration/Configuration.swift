import BalloonKit

/// What the operator wants, read whole and checked whole; a reload replaces it whole.
///
/// A configuration without any file is valid: every key has a default. `docs/config.example.toml` tells each key's unit,
/// default and range, and a test holds it to this type.
public struct Configuration: Sendable, Hashable {
    public var pool = Pool()
    public var discovery = Discovery()
    public var guests = Guests()
    public var timing = Timing()
    public var policy = Policy()
    public var ksm = KSM()
    public var journal = Journal()
    public var history = History()
    public var web = Web()
    public var daemon = Daemon()

    /// The defaults.
    public init() {}

    /// `[discovery]`: how guests are found.
    public struct Discovery: Sendable, Hashable {
        /// Absolute paths or globs of QMP sockets, watched for guests that come and go.
        ///
        /// The first default is a directory for sockets that are made for balloond alone. The second is a second monitor beside
        /// libvirt's own, which libvirt holds and does not share: `-qmp unix:/var/lib/libvirt/qemu/NAME.balloond.sock,server,nowait`
        /// through `<qemu:commandline>`, in a directory that libvirt's profiles let QEMU write.
        public var sockets = ["/run/balloond/guests/*.sock", "/var/lib/libvirt/qemu/*balloond*.sock"]
        /// Absolute paths or globs of QMP sockets that others open and close, too, as Proxmox's tools do: connected for a moment
        /// each cycle only. A socket that stands in both lists is shared.
        public var sharedSockets: [String] = []
        /// Also look for QEMU command lines with a QMP Unix socket in `/proc`. Off unless asked for: a QMP socket serves one
        /// client, and the one that is found may be another manager's.
        public var scanProc = false
    }

    /// `[timing]`: clocks and deadlines.
    public struct Timing: Sendable, Hashable {
        /// From one decision to the next, 250 ms ... 60 s. A forecast that crosses the line decides at once.
        public var cycle = Duration.seconds(1)
        /// From one look at the pool to the next, 50 ms ... 1 s, at most one cycle.
        public var sensor = Duration.milliseconds(100)
        /// How often a guest's driver is asked for statistics, whole seconds, 1 s ... 60 s.
        public var statisticsInterval = Duration.seconds(1)
        /// QEMU must greet within it after connect, 100 ms ... 60 s; else the socket is busy.
        public var greetingDeadline = Duration.seconds(2)
        /// QEMU must answer a command within it, 100 ms ... 60 s; else the guest is silent.
        public var commandDeadline = Duration.seconds(2)
        /// Statistics older than this are stale, 1 s ... 10 min, and longer than the statistics interval.
        public var freshness = Duration.milliseconds(3500)
    }

    /// `[ksm]`: the kernel's same-page merging.
    public struct KSM: Sendable, Hashable {
        public enum Mode: String, Sendable, Hashable, CaseIterable {
            /// Used when balloons cannot meet the need.
            case auto
            /// Never touched.
            case off
        }
        public enum OnExit: String, Sendable, Hashable, CaseIterable {
            /// Put back the settings that were found.
            case restore
            /// Leave them as they are.
            case keep
            /// Put them back, but without scanning, whatever was found.
            case stop
        }

        public var mode = Mode.auto
        /// Share of one processor that ksmd may use, 1 % ... 100 %.
        public var cpuLimit = Percentage(20)
        public var onExit = OnExit.restore
    }
}
