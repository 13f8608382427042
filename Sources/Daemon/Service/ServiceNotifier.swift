import CLinux
import Glibc

/// Tells systemd how the service does: a datagram to `$NOTIFY_SOCKET`, without libsystemd.
///
/// Sending never waits and never fails loudly: a service manager that does not listen is no reason to stop. Does nothing where
/// nobody asked (`NOTIFY_SOCKET` absent). Vsock addresses are not supported.
///
/// Source: sd_notify(3), sd_watchdog_enabled(3).
public final class ServiceNotifier: Sendable {
    /// How often ``watchdog()`` is expected: half of what systemd waits for. Nil when it does not.
    public let watchdogInterval: Duration?
    private let descriptor: Int32
    private let address: [UInt8]

    /// - Parameters:
    ///   - path: `NOTIFY_SOCKET`: an absolute path, or `@` and an abstract name; anything else switches notification off.
    ///   - watchdogMicroseconds: `WATCHDOG_USEC`.
    ///   - watchdogProcess: `WATCHDOG_PID`: whose the watchdog is; nil means ours.
    public init(socket path: String?, watchdogMicroseconds: String? = nil, watchdogProcess: String? = nil) {
        address = Self.address(path ?? "")
        descriptor = address.isEmpty ? -1 : socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Self.flags, 0)
        let isOurs = watchdogProcess.map { $0 == String(getpid()) } ?? true
        let microseconds = watchdogMicroseconds.flatMap { Int64($0) } ?? 0
        watchdogInterval = isOurs && microseconds > 0 && descriptor >= 0 ? .microseconds(microseconds) / 2 : nil
    }

    /// As systemd set the environment.
    public static func fromEnvironment() -> ServiceNotifier {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        return ServiceNotifier(
            socket: variable("NOTIFY_SOCKET"), watchdogMicroseconds: variable("WATCHDOG_USEC"),
            watchdogProcess: variable("WATCHDOG_PID"))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether somebody asked to be told.
    public var isActive: Bool { descriptor >= 0 }

    /// Start-up, or a reload, is complete.
    public func ready(status: String? = nil) { send(["READY=1"] + Self.statusLine(status)) }

    /// A reload begins; ``ready(status:)`` must follow. The time lets systemd tell this reload from an earlier one.
    public func reloading() { send(["RELOADING=1", "MONOTONIC_USEC=\(clinux_monotonic_microseconds())"]) }

    /// The service is going down.
    public func stopping(status: String? = nil) { send(["STOPPING=1"] + Self.statusLine(status)) }

    /// One line for `systemctl status`; line ends in it become blanks.
    public func status(_ text: String) { send(Self.statusLine(text)) }

    /// The service is alive.
    public func watchdog() { send(["WATCHDOG=1"]) }

    private func send(_ lines: [String]) {
        guard descriptor >= 0 else { return }
        let text = Array(lines.joined(separator: "\n").utf8)
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        address.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            _ = sendto(
                descriptor, text, text.count, flags, base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)
            )
        }
    }
}

extension ServiceNotifier {
    private static let flags = Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)

    /// A `sockaddr_un` of just the length that the name needs: trailing zeros would belong to an abstract name. Empty when the
    /// path cannot be one.
    private static func address(_ path: String) -> [UInt8] {
        var name = Array(path.utf8)
        guard name.count > 1, name.count < 108, !name.contains(0),
            name[0] == UInt8(ascii: "/") || name[0] == UInt8(ascii: "@")
        else { return [] }
        if name[0] == UInt8(ascii: "@") { name[0] = 0 } else { name.append(0) }
        return withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + name
    }

    private static func statusLine(_ text: String?) -> [String] {
        guard let text else { return [] }
        let line = text.utf8.prefix(1000).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
        return ["STATUS=" + String(decoding: line, as: UTF8.self)]
    }
}
