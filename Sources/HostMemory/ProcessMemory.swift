import BalloonKit
import Glibc

/// What one QEMU process holds of the host's memory.
///
/// The `statm` descriptor stays open, and stays bound to this process: when the process ends and its number is used again,
/// reads say nil instead of the other process's size. One descriptor a guest.
///
/// Source: `/proc/PID/statm`, `smaps`, `ksm_stat`, `ksm_merging_pages`; kernel `fs/proc/task_mmu.c`, `fs/proc/base.c`.
public final class ProcessMemory: Sendable {
    public let pid: Int32
    private let roots: HostRoots
    private let statm: OpenFile

    /// - Throws: ``HostMemoryError`` with `missing` when there is no such process.
    public init(pid: Int32, roots: HostRoots = HostRoots()) throws(HostMemoryError) {
        self.pid = pid
        self.roots = roots
        statm = try OpenFile(roots.proc("\(pid)/statm"))
    }

    /// The resident size: guest RAM and QEMU's own memory, without hugetlb pages. Nil when the process has ended.
    ///
    /// Pages that KSM has merged are still counted. One system call.
    public func resident() -> ByteCount? {
        // size and resident, in pages; a process that has ended but was not waited for has size 0.
        guard let (size, resident) = statm.readFirstTwoNumbers(), size > 0 else { return nil }
        return SystemPage.size.times(resident)
    }

    /// How the process holds guest RAM; nil when it has ended or no mapping looks like guest RAM.
    ///
    /// The kernel walks all page tables of the process for this, which holds up its page faults: about once a minute is often
    /// enough, since the answer hardly changes.
    ///
    /// - Throws: ``HostMemoryError`` with `notPermitted` when the process belongs to somebody else and the daemon lacks
    ///   CAP_SYS_PTRACE.
    public func traits() throws(HostMemoryError) -> MemoryTraits? {
        do throws(HostMemoryError) {
            let traits = try MemoryMappings(smaps: roots.proc("\(pid)/smaps")).traits
            // The path went by number: only if the process still lives was it the one that was read.
            return resident() == nil ? nil : traits
        } catch  where error.code == .gone || error.code == .missing {
            return nil
        }
    }

    /// What KSM has merged of this process, without empty pages; nil when it has ended or the kernel does not say (before 5.19).
    ///
    /// Cheap: one number, and no lock of the process.
    public func merged() -> ByteCount? {
        guard let pages = try? OpenFile(roots.proc("\(pid)/ksm_merging_pages"), limit: 64).readNumber(), pages >= 0,
            resident() != nil
        else { return nil }
        return SystemPage.size.times(pages)
    }

    /// What KSM has merged of this process; nil when it has ended or the kernel has no such file (before 6.1).
    public func ksm() -> ProcessKSM? {
        guard let text = try? OpenFile(roots.proc("\(pid)/ksm_stat"), limit: 4096).read(), resident() != nil else {
            return nil
        }
        return ProcessKSM(text)
    }
}
