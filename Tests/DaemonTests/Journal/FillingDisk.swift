import Glibc
import Synchronization

/// A disk that takes only so many bytes more, without harm to whoever else writes.
final class FillingDisk: Sendable {
    private let left = Mutex<Int?>(nil)

    /// Bytes that still fit; nil for no bound.
    var room: Int? {
        get { left.withLock { $0 } }
        set { left.withLock { $0 = newValue } }
    }

    /// As `write(2)` does on a disk that fills up: what fits, then an error.
    func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        left.withLock { left in
            let taken = min(count, left ?? count)
            guard taken > 0 else {
                errno = ENOSPC
                return -1
            }
            if let room = left { left = room - taken }
            return Glibc.write(descriptor, bytes, taken)
        }
    }
}
