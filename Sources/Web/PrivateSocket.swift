import Glibc
import Synchronization

/// A Unix socket that is made where nobody else can come, and moved to its place with its permissions already set.
///
/// A umask would do the same for the whole process, whose other threads make files of their own meanwhile.
final class PrivateSocket: Sendable {
    private let path: String
    private let directory: String
    private let outcome = Mutex<Result<Void, WebFailure>?>(nil)

    /// Where to bind.
    var temporaryPath: String { "\(directory)/s" }

    /// - Throws: ``WebFailure`` when something else than a socket lies there, or no directory can be made beside it.
    init(for path: String) throws {
        self.path = path
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
            throw WebFailure(description: "\(path) is there and is not a socket")
        }
        var template = Array("\(path).XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, let made = mkdtemp(start) else { return nil }
            return String(cString: made)
        }
        guard let made else {
            throw WebFailure(description: "no directory beside \(path): \(String(cString: strerror(errno)))")
        }
        directory = made
    }

    /// Why it could not be published; nil when it was, or was not tried.
    var problem: WebFailure? {
        guard case .failure(let failure)? = outcome.withLock({ $0 }) else { return nil }
        return failure
    }

    /// Gives it its permissions and replaces what an earlier daemon left.
    ///
    /// - Throws: ``WebFailure`` when the file system refuses.
    func publish(granting grant: (String) throws -> Void) throws {
        do {
            try grant(temporaryPath)
            guard rename(temporaryPath, path) == 0 else {
                throw WebFailure(description: "\(path): \(String(cString: strerror(errno)))")
            }
            outcome.withLock { $0 = .success(()) }
            // Empty now: a daemon that is killed leaves the socket alone behind.
            rmdir(directory)
        } catch {
            let failure = WebFailure(description: "\(error)")
            outcome.withLock { $0 = .failure(failure) }
            throw failure
        }
    }

    func remove() {
        unlink(temporaryPath)
        if case .success? = outcome.withLock({ $0 }) { unlink(path) }
        rmdir(directory)
    }
}
