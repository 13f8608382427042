/// Where the kernel's file systems are mounted.
///
/// A parameter of every reader, so that tests, containers and `--procfs`/`--sysfs` can show the daemon another host.
public struct HostRoots: Sendable, Hashable {
    /// Without a trailing slash; ordinarily `/proc`.
    public var procfs: String
    /// Without a trailing slash; ordinarily `/sys`. Cgroup paths that begin with `/sys/` are looked up below it too.
    public var sysfs: String

    public init(procfs: String = "/proc", sysfs: String = "/sys") {
        self.procfs = procfs
        self.sysfs = sysfs
    }

    func proc(_ path: String) -> String { "\(procfs)/\(path)" }
    func sys(_ path: String) -> String { "\(sysfs)/\(path)" }
}
