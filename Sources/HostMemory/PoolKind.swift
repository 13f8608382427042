/// Which memory is managed.
public enum PoolKind: Sendable, Hashable {
    /// The whole machine.
    case host
    /// One memory cgroup, version 1 or 2, by its directory: absolute (`/sys/fs/cgroup/machine.slice`), or relative to
    /// where cgroups are mounted (`machine.slice`).
    case cgroup(path: String)
}
