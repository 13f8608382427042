import Glibc

/// Why a connect to a QMP socket failed, cut by what it means for the guest.
public enum ConnectFailure: Sendable, Hashable {
    /// No such file: QEMU removed it when it ended, or has not made it yet.
    case missing
    /// Nobody listens: QEMU was killed, or is between bind() and listen().
    case refused
    /// The listener's queue is full of waiting clients.
    case queueFull
    case notPermitted
    case other(Int32)

    public init(errno error: Int32) {
        self =
            switch error {
            case ENOENT, ENOTDIR: .missing
            case ECONNREFUSED: .refused
            case EAGAIN: .queueFull
            case EACCES, EPERM: .notPermitted
            default: .other(error)
            }
    }
}
