import Controller
import HostMemory
import Synchronization

/// The one writer of KSM's files, for use from the worker thread.
final class SharedKSMWriter: Sendable {
    private let writer: Mutex<KSMWriter>

    init(_ writer: KSMWriter) {
        self.writer = Mutex(writer)
    }

    func apply(_ directive: KSMDirective) throws(HostMemoryError) {
        try writer.withLock { writer throws(HostMemoryError) in
            switch directive {
            case .run(let pagesToScan, let sleep):
                try writer.apply(KSMParameters(run: 1, pagesToScan: pagesToScan, sleep: sleep))
            case .stop: try writer.stop()
            case .halt: try writer.apply(KSMParameters(run: 0))
            }
        }
    }

    /// Gives every merged page its own memory, and stops. Returns when the kernel is done: 0.6 s a GiB.
    func unmerge() throws(HostMemoryError) {
        try writer.withLock { writer throws(HostMemoryError) in
            try writer.apply(KSMParameters(run: 2))
            try writer.apply(KSMParameters(run: 0))
        }
    }

    /// Ends KSM on leaving: no scanning, whatever was found; the other settings go back.
    func leaveStopped() throws(HostMemoryError) {
        try writer.withLock { writer throws(HostMemoryError) in
            try writer.restore()
            try writer.apply(KSMParameters(run: 0))
            writer.forget()
        }
    }

    /// Whether there is something to put back, be it of a daemon that was killed.
    var hasChanges: Bool { writer.withLock { $0.hasChanges } }

    /// Why what was found is not on record; nil when it is.
    var recordProblem: HostMemoryError? { writer.withLock { $0.recordProblem } }

    func forget() { writer.withLock { $0.forget() } }

    func restore() throws(HostMemoryError) {
        try writer.withLock { writer throws(HostMemoryError) in try writer.restore() }
    }
}
