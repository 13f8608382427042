import Glibc

/// Says what a failed connect means to the one who typed the command, and what to do.
func connectError(path: String, failure: UnixSocket.Failure) -> ClientError {
    switch failure.number {
    case ENOENT, ECONNREFUSED:
        let found = failure.number == ENOENT ? "there is no socket \(path)" : "nobody listens on \(path)"
        return ClientError(
            .unavailable,
            """
            balloond is not running: \(found)
            Start it with 'systemctl start balloond', or by hand with 'balloond --config /etc/balloond/config.toml'.
            If it listens elsewhere, name its socket with --socket or \(ConnectionSettings.socketVariable).
            """)
    case EACCES, EPERM:
        return ClientError(.noPermission, "no permission to use \(path)\n\(whoMayConnect(to: path))")
    case ENAMETOOLONG:
        return ClientError(.usage, "'\(path)' is too long for the path of a socket (107 bytes)")
    case nil:
        return ClientError(
            .unavailable, "balloond does not accept connections on \(path): is it stopped or overloaded?")
    case let number?:
        return ClientError(.unavailable, "cannot connect to \(path): \(String(cString: strerror(number)))")
    }
}

/// Names the group of the socket, or of the directory that cannot be entered.
private func whoMayConnect(to path: String) -> String {
    var status = stat()
    var owner = path
    while stat(owner, &status) != 0 {
        guard errno == EACCES, let slash = owner.lastIndex(of: "/"), slash != owner.startIndex else {
            return "Ask its administrator, or try with sudo."
        }
        owner = String(owner[..<slash])
    }
    let group = groupName(status.st_gid).map { "the group '\($0)'" } ?? "the group with number \(status.st_gid)"
    guard status.st_gid != 0 else { return "It is root's alone: try with sudo." }
    return "It is for root and \(group): join that group, or try with sudo."
}

/// From `/etc/group`: getgrgid(3) would have a static program load shared libraries.
private func groupName(_ number: gid_t) -> String? {
    guard let file = fopen("/etc/group", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        if fields.count > 2, fields[2] == "\(number)" { return String(fields[0]) }
    }
    return nil
}
