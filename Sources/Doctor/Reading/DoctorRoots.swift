/// Where facts are read: the real trees, or stand-ins in tests.
public struct DoctorRoots: Sendable, Hashable {
    public var procfs: String
    public var sysfs: String
    public var devfs: String

    public init(procfs: String = "/proc", sysfs: String = "/sys", devfs: String = "/dev") {
        self.procfs = procfs
        self.sysfs = sysfs
        self.devfs = devfs
    }
}
