import CLinux
import Glibc

/// A file of the kernel could not be read or written, or did not say what it should.
public struct HostMemoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Cut by what the caller can do about it.
    public enum Code: Sendable, Hashable {
        /// This kernel or host does not have the file: do without, or correct the path.
        case missing
        /// The cgroup or process that the file belonged to has ended.
        case gone
        /// Not allowed: the daemon lacks root or a capability.
        case notPermitted
        /// The file system is mounted read-only, as `/sys` is in containers and under `ProtectKernelTunables=`.
        case readOnly
        /// The file was read and does not hold what it should: no decision can be taken from it.
        case malformed
        /// The kernel refused the value.
        case refused
        /// Any other system error; its number.
        case system(Int32)
    }

    public var code: Code
    public var file: String
    /// What is wrong and, where there is something to do, what: one sentence, no full stop.
    public var reason: String

    public init(code: Code, file: String, reason: String) {
        self.code = code
        self.file = file
        self.reason = reason
    }

    public var description: String { "\(file): \(reason)" }

    static func malformed(_ file: String, _ reason: String) -> HostMemoryError {
        HostMemoryError(code: .malformed, file: file, reason: reason)
    }

    /// The error for a failed system call on `file`.
    static func system(_ number: Int32, _ file: String) -> HostMemoryError {
        let code: Code
        switch number {
        case ENOENT, ENOTDIR, EOPNOTSUPP: code = .missing
        case ENODEV, ESRCH: code = .gone
        case EACCES, EPERM: code = .notPermitted
        case EROFS: code = .readOnly
        case EINVAL: code = .refused
        default: code = .system(number)
        }
        return HostMemoryError(code: code, file: file, reason: text(of: number))
    }

    private static func text(of number: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress, clinux_error_text(number, base, buffer.count) == 0 else {
                return "system error \(number)"
            }
            return String(cString: base)
        }
    }
}
