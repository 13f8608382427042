import Glibc
import Synchronization

/// Children that were killed and have not ended: the kernel still does I/O for them. They are looked for again whenever a child
/// ends, so that none stays a zombie for longer than it must.
enum UnreapedChildren {
    private static let pids = Mutex<[Int32]>([])

    static func add(_ pid: Int32) {
        pids.withLock { pids in
            pids.append(pid)
            pids.removeAll { isGone($0) }
        }
    }

    static func reap() { pids.withLock { $0.removeAll { isGone($0) } } }

    private static func isGone(_ pid: Int32) -> Bool {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) != 0
    }
}
