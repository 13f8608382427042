import Glibc
import HostMemory
import Logging
import NIOCore
import NIOPosix
import QMP
import QMPTestKit

@testable import Daemon

/// The daemon's own parts on an event loop of their own, in a world of fakes: QEMUs on real sockets, and a `/proc` whose
/// `meminfo` a test writes.
final class DaemonUnderTest {
    static let mebibyte: UInt64 = 1 << 20

    let directory: TemporaryDirectory
    let fakes: FakeFleet
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let eventLoop: any EventLoop
    private var composition: NIOLoopBound<Composition>?

    /// - Parameter configuration: TOML besides sockets, state directory and control socket, which are given.
    init(in directory: TemporaryDirectory, guests: [FakeQEMU], configuration: String = "") throws {
        self.directory = directory
        eventLoop = group.next()
        for name in ["guests", "state", "proc/pressure", "sys"] { try directory.makeDirectory(name) }
        fakes = try FakeFleet(directory: directory.path("guests"), guests: guests)
        fakes.start()
        try write(configuration: configuration)
        try setHost(total: 4096, available: 3072)
    }

    deinit {
        fakes.stop()
        try? group.syncShutdownGracefully()
    }

    func write(
        configuration: String, ksm: String = "off", sockets: String = "guests/*.sock", cycle: String = "250ms"
    ) throws {
        try directory.write(
            """
            discovery.sockets = ["\(directory.path(sockets))"]
            discovery.scan-proc = false
            daemon.state-directory = "\(directory.path("state"))"
            daemon.control-socket = "\(directory.path("control.sock"))"
            daemon.lock-memory = false
            ksm.mode = "\(ksm)"
            timing.cycle = "\(cycle)"
            timing.sensor = "50ms"
            \(configuration)
            """, to: "config.toml")
    }

    /// What the sensor reads next, in MiB.
    func setHost(total: Int, available: Int) throws {
        try directory.write(
            """
            MemTotal:       \(total * 1024) kB
            MemFree:        \(available * 1024) kB
            MemAvailable:   \(available * 1024) kB
            SwapTotal:      0 kB
            SwapFree:       0 kB
            HugePages_Total: 0
            HugePages_Free: 0
            Hugepagesize:   2048 kB

            """, to: "proc/meminfo")
    }

    func start(isDryRun: Bool = false, governors: GovernorFactory = .controller) throws {
        let options = DaemonOptions(
            configurationFile: directory.path("config.toml"),
            roots: HostRoots(procfs: directory.path("proc"), sysfs: directory.path("sys")), isDryRun: isDryRun,
            governors: governors)
        let groundwork = try Groundwork(
            options: options, configuration: options.loadConfiguration(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let eventLoop = eventLoop
        let composition = try eventLoop.submit {
            NIOLoopBound(try Composition(groundwork: groundwork, eventLoop: eventLoop), eventLoop: eventLoop)
        }.wait()
        self.composition = composition
        do {
            try eventLoop.flatSubmit { composition.value.start() }.wait()
        } catch {
            try stop()
            throw error
        }
    }

    /// Ends the daemon in order, as SIGTERM does.
    func stop() throws {
        guard let composition else { return }
        self.composition = nil
        try eventLoop.flatSubmit { composition.value.stop() }.wait()
    }

    /// A client of the control socket, once the named guests are as fresh as they will be.
    func operate(whenFresh guests: [String] = []) throws -> ControlPeer {
        let peer = try ControlPeer(path: directory.path("control.sock"))
        _ = try peer.execute("watch", ["enable": true])
        if !guests.isEmpty {
            _ = try peer.event("CYCLE") { data in
                let rows = data["guests"]?.array ?? []
                return guests.allSatisfy { name in
                    rows.contains { $0["name"] == .string(name) && $0["state"] == "fresh" }
                }
            }
        }
        return peer
    }

    func targets(of guest: String) -> [UInt64] {
        fakes.withGuest(guest) { $0.receivedTargets } ?? []
    }
}
