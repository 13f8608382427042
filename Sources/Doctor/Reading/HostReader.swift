import BalloonKit

/// Reads the facts of the host. Source: proc(5), Documentation/admin-guide/mm/{ksm,transhuge}.rst.
public struct HostReader: Sendable {
    let roots: DoctorRoots

    public init(roots: DoctorRoots) { self.roots = roots }

    /// Everything but the usage of the processors, which needs two readings; see ``ProcessorTimes``.
    public func read() -> HostFacts {
        var host = HostFacts()
        readMemory(&host)
        readSettings(&host)
        readKSM(&host)
        host.architecture = Self.architecture
        host.processors = ProcessorTimes.read(roots)?.processors
        host.nodes = Files.names(in: "\(roots.sysfs)/devices/system/node").map { names in
            names.count { $0.hasPrefix("node") && Int($0.dropFirst(4)) != nil }
        }
        // A /dev that is there and has no kvm; one that is not there says nothing.
        host.hasKVM = Files.exists(roots.devfs) ? Files.exists("\(roots.devfs)/kvm") : nil
        return host
    }

    /// What this program was built for is what it runs on.
    private static var architecture: String? {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            nil
        #endif
    }

    private func readMemory(_ host: inout HostFacts) {
        guard let lines = Files.lines("\(roots.procfs)/meminfo") else { return }
        let values = KernelFields(lines)
        host.total = values.kibibytes("MemTotal")
        host.available = values.kibibytes("MemAvailable")
        host.swapTotal = values.kibibytes("SwapTotal")
        if let total = host.swapTotal, let free = values.kibibytes("SwapFree") { host.swapUsed = total - free }
        host.commitLimit = values.kibibytes("CommitLimit")
        host.committed = values.kibibytes("Committed_AS")
        guard let page = values.kibibytes("Hugepagesize") else { return }
        host.hugePages = values.number("HugePages_Total").map { page.times($0) }
        host.freeHugePages = values.number("HugePages_Free").map { page.times($0) }
    }

    private func readSettings(_ host: inout HostFacts) {
        host.swappiness = Files.number("\(roots.procfs)/sys/vm/swappiness")
        host.overcommitMode = Files.number("\(roots.procfs)/sys/vm/overcommit_memory")
        if Files.exists("\(roots.procfs)/meminfo") {
            // A kernel started with psi=0 has the file and refuses to read it.
            host.hasPressure = Files.text("\(roots.procfs)/pressure/memory") != nil
        }
        let pages = Files.word("\(roots.sysfs)/kernel/mm/transparent_hugepage/enabled")
        host.transparentHugePages = pages.flatMap(Files.chosen)
    }

    private func readKSM(_ host: inout HostFacts) {
        guard Files.exists("\(roots.sysfs)/kernel/mm") else { return }
        let directory = "\(roots.sysfs)/kernel/mm/ksm"
        host.hasKSM = Files.exists("\(directory)/run")
        host.mergesAcrossNodes = Files.number("\(directory)/merge_across_nodes").map { $0 != 0 }
    }
}
