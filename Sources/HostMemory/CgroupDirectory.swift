import BalloonKit
import Glibc

/// Finds a memory cgroup's directory, and out of its files which version it is.
struct CgroupDirectory {
    let path: String
    let roots: HostRoots

    func open() throws(HostMemoryError) -> any PoolSource {
        for directory in candidates {
            if access("\(directory)/memory.current", F_OK) == 0 {
                return try CgroupV2Source(directory: directory, roots: roots)
            }
            if access("\(directory)/memory.limit_in_bytes", F_OK) == 0 {
                return try CgroupV1Source(directory: directory, roots: roots)
            }
        }
        throw HostMemoryError(code: .missing, file: path, reason: reason)
    }

    /// Absolute paths as they are, below the injected `/sys`; relative ones where either version is mounted.
    private var candidates: [String] {
        if path.hasPrefix("/sys/") { return [roots.sysfs + path.dropFirst(4)] }
        if path.hasPrefix("/") { return [path] }
        return ["fs/cgroup/", "fs/cgroup/unified/", "fs/cgroup/memory/"].map { roots.sys($0 + path) }
    }

    private var reason: String {
        for directory in candidates where access("\(directory)/cgroup.procs", F_OK) == 0 {
            return "is a cgroup without memory accounting (the root cgroup, or the memory controller is off there)"
        }
        return "is not a memory cgroup: it has neither memory.current (version 2) nor memory.limit_in_bytes (version 1)"
    }
}
