import QMP

/// Why a request came to nothing, cut by exit status.
struct ClientError: Error, Hashable, CustomStringConvertible {
    enum Code: Hashable {
        /// The daemon understood and refused.
        case refused(QMPErrorClass)
        /// Nobody answers.
        case unavailable
        case noPermission
        case protocolError
        /// `set --wait` ended before the guest got there, `reserve --wait` without the room.
        case notReached
        /// A file that was to be written.
        case cannotWrite
        /// The caller's arguments.
        case usage
    }

    var code: Code
    var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    var exitStatus: Int32 {
        switch code {
        case .refused: ExitStatus.refused
        case .unavailable: ExitStatus.unavailable
        case .noPermission: ExitStatus.noPermission
        case .protocolError: ExitStatus.protocolError
        case .notReached: ExitStatus.notReached
        case .cannotWrite: ExitStatus.cannotWrite
        case .usage: ExitStatus.usage
        }
    }
}
