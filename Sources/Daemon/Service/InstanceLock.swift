import Glibc

/// Holds the state directory for one daemon: two would work against each other on the same guests.
///
/// An advisory lock on `balloond.lock`. The kernel drops it with the process, however that ends, so there are no stale locks; the file
/// itself stays, since removing it would let a third daemon lock a new one beside it.
public final class InstanceLock: Sendable {
    public static let fileName = "balloond.lock"

    private let descriptor: Int32

    /// Takes the lock or fails at once.
    ///
    /// - Throws: ``Failure/held(by:file:)`` when another daemon has it, ``Failure/system(_:)`` when the file cannot be used.
    public init(directory: String) throws(Failure) {
        let file = "\(directory)/\(Self.fileName)"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(SystemCallError(file, number: errno)) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let number = errno
            if number == EINTR { continue }
            let holder = number == EWOULDBLOCK ? Self.processNumber(in: descriptor) : nil
            close(descriptor)
            throw number == EWOULDBLOCK ? .held(by: holder, file: file) : .system(SystemCallError(file, number: number))
        }
        self.descriptor = descriptor
        Self.write(processNumber: getpid(), to: descriptor)
    }

    deinit { close(descriptor) }

    /// Why the lock was not taken.
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// Another daemon holds it; its process number where it could be read.
        case held(by: Int32?, file: String)
        case system(SystemCallError)

        public var description: String {
            switch self {
            case .held(let holder?, let file):
                "balloond already runs here as process \(holder) (\(file) is locked): stop it first, or give this one another state-directory"
            case .held(nil, let file):
                "balloond already runs here (\(file) is locked): stop it first, or give this one another state-directory"
            case .system(let error): error.description
            }
        }
    }

    private static func processNumber(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// Only for the message to the next one: the lock holds without it, also when the disk is full.
    private static func write(processNumber: Int32, to descriptor: Int32) {
        let text = Array("\(processNumber)\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.count, 0)
    }
}
