import Glibc

/// Mode and group of the control socket's file.
struct SocketPermissions: Sendable, Equatable {
    /// Permission bits, for example 0o660.
    var mode: UInt32
    /// A group's name; nil leaves the daemon's own.
    var group: String?

    /// - Throws: ``ControlSocketError`` when the group does not exist or the file system refuses.
    func apply(to path: String) throws(ControlSocketError) {
        if let group {
            guard let number = groupNumber(of: group) else {
                throw ControlSocketError(path: path, reason: "there is no group '\(group)' (control-group)")
            }
            guard chown(path, uid_t.max, number) == 0 else {
                throw ControlSocketError(path: path, reason: "cannot give it to the group '\(group)': \(lastError())")
            }
        }
        guard chmod(path, mode) == 0 else {
            throw ControlSocketError(path: path, reason: "cannot set its mode: \(lastError())")
        }
    }

    private func lastError() -> String { String(cString: strerror(errno)) }
}

/// The control socket cannot be offered as configured.
struct ControlSocketError: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "control socket \(path): \(reason)" }
}
