import Glibc
import Testing

@testable import Daemon

@Suite("Service notification")
struct ServiceNotifierTests {
    @Test("reaches a path and an abstract socket", arguments: [false, true])
    func sockets(_ isAbstract: Bool) throws {
        try TemporaryDirectory.with { directory in
            let name = isAbstract ? "@balloond-test-\(getpid())-notify" : directory.path("notify")
            let manager = try DatagramListener(name)
            let notifier = ServiceNotifier(socket: name)
            #expect(notifier.isActive)
            notifier.ready(status: "8 guests")
            #expect(manager.next() == "READY=1\nSTATUS=8 guests")
            notifier.stopping()
            #expect(manager.next() == "STOPPING=1")
            notifier.watchdog()
            #expect(manager.next() == "WATCHDOG=1")
            #expect(manager.next() == nil)
        }
    }

    @Test("a reload tells when it began, on the monotonic clock")
    func reloading() throws {
        try TemporaryDirectory.with { directory in
            let manager = try DatagramListener(directory.path("notify"))
            let notifier = ServiceNotifier(socket: directory.path("notify"))
            notifier.reloading()
            notifier.reloading()
            let times = try (0..<2).map { _ in
                let lines = try #require(manager.next()).split(separator: "\n")
                #expect(lines.first == "RELOADING=1")
                #expect(lines.count == 2)
                return try #require(Int64(lines[1].dropFirst("MONOTONIC_USEC=".count)))
            }
            #expect(times[0] > 0)
            #expect(times[1] >= times[0])
        }
    }

    @Test("a status cannot smuggle in another message")
    func injection() throws {
        try TemporaryDirectory.with { directory in
            let manager = try DatagramListener(directory.path("notify"))
            ServiceNotifier(socket: directory.path("notify")).status("web1\nSTOPPING=1\r\u{0}x")
            #expect(manager.next() == "STATUS=web1 STOPPING=1  x")
        }
    }

    @Test("the watchdog wants half of systemd's interval, and only from the process that it is for")
    func watchdog() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("notify")
            func interval(_ microseconds: String?, _ process: String? = nil) -> Duration? {
                ServiceNotifier(socket: path, watchdogMicroseconds: microseconds, watchdogProcess: process)
                    .watchdogInterval
            }
            #expect(interval("30000000") == .seconds(15))
            #expect(interval("30000000", String(getpid())) == .seconds(15))
            #expect(interval("30000000", "1") == nil)
            #expect(interval("0") == nil)
            #expect(interval("-5") == nil)
            #expect(interval("soon") == nil)
            #expect(interval(nil) == nil)
        }
    }

    @Test(
        "does nothing without a socket that can be one, or when nobody listens",
        arguments: [
            nil, "", "@", "relative", "vsock:2:1234", "/" + String(repeating: "x", count: 200), "/nonexistent/notify",
        ])
    func inactive(_ path: String?) {
        let notifier = ServiceNotifier(socket: path)
        #expect(notifier.isActive == (path == "/nonexistent/notify"))
        notifier.ready()
        notifier.watchdog()
    }
}
