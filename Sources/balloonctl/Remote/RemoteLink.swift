import CLinux
import Glibc

/// An ssh that runs, with a stream socket as its standard input and output. It is ended and reaped with its owner.
final class RemoteLink: Hashable {
    /// How ssh ends when it is ssh that failed, and not the command on the other side.
    private static let sshFailed: Int32 = 255
    private static let notFound: Int32 = 127
    /// So much of what it complains is kept.
    private static let longestComplaint = 4096
    /// How long an ssh that has closed its side may take to end.
    static let patience = Duration.seconds(2)

    let host: RemoteHost
    private let pid: Int32
    private let errors: Int32
    /// Our end, until a conversation takes it.
    private var socket: Int32?
    private var status: Int32?

    /// Starts it and does not wait for the other host.
    /// - Throws: ``ClientError`` when there is no ssh, or no process to be had.
    init(to host: RemoteHost, patience: Duration) throws(ClientError) {
        self.host = host
        var ours: Int32 = -1
        var errors: Int32 = -1
        let words = host.command(patience: patience)
        let started = words.withCStrings { clinux_spawn_connected($0, &ours, &errors) }
        guard started > 0 else {
            guard -started != ENOENT else {
                throw ClientError(.unavailable, "there is no ssh on this host to reach \(host.name) with")
            }
            throw ClientError(.unavailable, "ssh cannot be started: \(String(cString: strerror(-started)))")
        }
        pid = started
        socket = ours
        self.errors = errors
    }

    deinit {
        if let socket { close(socket) }
        if status == nil {
            // Its input has ended: it ends by itself, and one that does not is not waited for.
            if !ends(within: .milliseconds(200)) { kill(pid, SIGTERM) }
            _ = ends(within: .milliseconds(500))
        }
        close(errors)
    }

    static func == (left: RemoteLink, right: RemoteLink) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    /// A conversation has its socket already.
    var isTaken: Bool { socket == nil }

    /// The socket, once.
    /// - Throws: ``ClientError`` when a conversation has it already.
    func takeSocket() throws(ClientError) -> Int32 {
        guard let socket else { throw ClientError(.unavailable, "\(host.name) is spoken to already") }
        self.socket = nil
        return socket
    }

    /// Why the other side closed, in words that say what to do.
    /// - Parameter time: for ssh to end after it has closed its side.
    func failure(within time: Duration = patience) -> ClientError {
        guard ends(within: time), let status else {
            return ClientError(.unavailable, "\(host.name) closed the connection")
        }
        let complaint = complaint()
        switch status {
        case ExitStatus.success where complaint.isEmpty:
            return ClientError(.unavailable, "balloond on \(host.name) closed the connection")
        case Self.sshFailed: return sshFailure(complaint)
        case Self.notFound:
            return ClientError(
                .unavailable, "\(host.name) has no balloonctl where a command over ssh finds it: install balloond there"
            )
        case ExitStatus.usage:
            return ClientError(.protocolError, "balloonctl on \(host.name) is too old to be asked from here: update it")
        case ExitStatus.noPermission: return ClientError(.noPermission, "on \(host.name): \(complaint)")
        default:
            let why = complaint.isEmpty ? "the connection was closed before it was answered" : complaint
            return ClientError(.unavailable, "on \(host.name): \(why)")
        }
    }

    private func sshFailure(_ complaint: String) -> ClientError {
        guard let last = complaint.split(separator: "\n").last.map(String.init) else {
            return ClientError(.unavailable, "the ssh to \(host.name) ended without a word")
        }
        let way = (host.port.map { "-p \($0) " } ?? "") + (host.user.map { "\($0)@" } ?? "") + host.host
        if complaint.contains("Host key verification failed") {
            return ClientError(
                .noPermission,
                "\(host.name) is not known yet, or its key has changed: host key verification failed\n"
                    + "Connect once by hand with 'ssh \(way)' and compare the key.")
        }
        if complaint.contains("Permission denied") {
            return ClientError(
                .noPermission,
                "\(host.name) does not let us in: \(last)\n"
                    + "'ssh \(way) true' must work without a question: with a key, or an agent.")
        }
        return ClientError(.unavailable, "\(host.name) cannot be reached: \(last)")
    }

    /// What it has said on standard error, fit to be shown, without the name that balloonctl puts first.
    private func complaint() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: Self.longestComplaint)
        while bytes.count < Self.longestComplaint {
            let count = read(errors, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
            Text.printable(String($0.hasPrefix("balloonctl: ") ? $0.dropFirst("balloonctl: ".count) : $0))
        }
        return lines.joined(separator: "\n")
    }

    /// Whether it has ended, and is reaped.
    private func ends(within time: Duration) -> Bool {
        let deadline = monotonicTime() + time
        while status == nil {
            var word: Int32 = 0
            let found = waitpid(pid, &word, WNOHANG)
            if found == pid { status = (word & 0x7f) == 0 ? (word >> 8) & 0xff : Self.sshFailed }
            if found < 0, errno != EINTR { status = Self.sshFailed }
            if status != nil { break }
            guard monotonicTime() < deadline else { return false }
            poll(nil, 0, 5)
        }
        return true
    }
}

extension [String] {
    /// A NULL-terminated array of C strings, for the time of the call.
    fileprivate func withCStrings(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> Int32 {
        let pointers = map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in buffer.baseAddress.map(body) ?? -EINVAL }
    }
}
