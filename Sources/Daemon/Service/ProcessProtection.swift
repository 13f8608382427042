import CLinux
import Glibc

/// Keeps the daemon working when the host is out of memory: that is when it is needed.
///
/// Each measure is best effort: the caller logs what failed and goes on.
public enum ProcessProtection {
    /// What ``adjustOOMScore(procfs:)`` asks for: after everything else but before nothing at all.
    public static let oomScoreAdjustment = -900

    /// Keeps the daemon's pages in memory from their first use on.
    ///
    /// `MCL_ONFAULT`: without it every thread's whole stack and every reserved arena would be filled at once.
    ///
    /// - Throws: ``SystemCallError``: ENOMEM when `LimitMEMLOCK=` is too small for a daemon without CAP_IPC_LOCK.
    ///
    /// Source: mlockall(2), Linux 4.4.
    public static func lockMemory() throws(SystemCallError) {
        guard mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0 else {
            throw SystemCallError("mlockall", number: errno)
        }
    }

    /// Makes the OOM killer choose almost anything else.
    ///
    /// - Throws: ``SystemCallError``: EACCES without CAP_SYS_RESOURCE; `OOMScoreAdjust=-900` in the unit does the same.
    ///
    /// Source: proc(5), `/proc/PID/oom_score_adj`.
    public static func adjustOOMScore(procfs: String = "/proc") throws(SystemCallError) {
        let file = "\(procfs)/self/oom_score_adj"
        let descriptor = open(file, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError(file, number: errno) }
        defer { close(descriptor) }
        let text = Array("\(oomScoreAdjustment)\n".utf8)
        guard write(descriptor, text, text.count) == text.count else { throw SystemCallError(file, number: errno) }
    }

    /// Raises the number of descriptors that may be open to the most that is allowed: a guest needs two to three.
    ///
    /// - Throws: ``SystemCallError``.
    ///
    /// Source: setrlimit(2), RLIMIT_NOFILE. The number that may now be open.
    public static func raiseDescriptorLimit() throws(SystemCallError) -> UInt64 {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw SystemCallError("getrlimit", number: errno)
        }
        guard limit.rlim_cur < limit.rlim_max else { return UInt64(limit.rlim_cur) }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw SystemCallError("setrlimit", number: errno)
        }
        return UInt64(limit.rlim_cur)
    }
}
