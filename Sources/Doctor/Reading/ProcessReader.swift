import BalloonKit

/// Finds QEMU's processes and reads what the kernel knows of them.
///
/// `smaps_rollup` is left alone on purpose: for it the kernel walks all page tables of the guest, and holds up its page faults.
///
/// Source: proc(5).
public struct ProcessReader: Sendable {
    let roots: DoctorRoots

    public init(roots: DoctorRoots) { self.roots = roots }

    /// One QEMU: its number and its words.
    public struct Machine: Sendable, Hashable {
        public var pid: Int32
        public var arguments: [String]
    }

    /// What a look at all processes found.
    public struct Survey: Sendable, Hashable {
        public var machines: [Machine] = []
        /// See ``HostFacts/managers``.
        public var managers: [String] = []
    }

    /// Nil when the procfs cannot be listed.
    public func survey() -> Survey? {
        guard let names = Files.names(in: roots.procfs) else { return nil }
        var survey = Survey()
        for pid in names.compactMap({ Int32($0) }).sorted() {
            guard let bytes = Files.bytes("\(roots.procfs)/\(pid)/cmdline"), !bytes.isEmpty else { continue }
            let arguments = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast(
                bytes.last == 0 ? 1 : 0
            )
            .map { String(decoding: $0, as: UTF8.self) }
            if QEMUCommandLine.isQEMU(arguments) {
                // libvirt starts QEMUs without a machine, to ask them what they can do.
                guard !QEMUCommandLine(arguments).isWithoutMachine else { continue }
                survey.machines.append(Machine(pid: pid, arguments: arguments))
            } else if let manager = Self.manager(arguments), !survey.managers.contains(manager) {
                survey.managers.append(manager)
            }
        }
        return survey
    }

    /// Scripts run under their interpreter, and daemons rename themselves: each of the first words counts, without its path.
    private static func manager(_ arguments: [String]) -> String? {
        let known = ["ksmtuned", "momd", "vdsmd", "pvestatd"]
        for argument in arguments.prefix(4) {
            guard let name = argument.split(separator: "/").last else { continue }
            if let found = known.first(where: { $0 == name }) { return found }
        }
        return nil
    }

    /// Adds what the kernel knows of the process.
    public func describe(_ guest: inout GuestFacts, pid: Int32) {
        let directory = "\(roots.procfs)/\(pid)"
        guest.pid = pid
        if let lines = Files.lines("\(directory)/status") {
            let values = KernelFields(lines)
            guest.memory.locked = values.kibibytes("VmLck")
            guest.memory.swapped = values.kibibytes("VmSwap")
            guest.memory.hugePages = values.kibibytes("HugetlbPages")
        }
        describeByDescriptors(&guest, directory: directory)
        guard var disks = guest.disks else { return }
        let mounts = Mounts(Files.lines("\(directory)/mountinfo") ?? [])
        let reader = HostDiskReader(roots: roots)
        for index in disks.indices {
            disks[index].image.map { disks[index].image = reader.follow($0, mounts: mounts) }
        }
        guest.disks = disks
    }

    /// An open machine of KVM, and devices of VFIO, whatever the command line says.
    private func describeByDescriptors(_ guest: inout GuestFacts, directory: String) {
        let numbers = Files.names(in: "\(directory)/fd") ?? []
        let links = numbers.compactMap { Files.link("\(directory)/fd/\($0)") }
        guard !links.isEmpty else {
            return guest.blindSpots.append("its open files cannot be read: try as root")
        }
        guest.isAccelerated = links.contains("anon_inode:kvm-vm")
        if links.contains(where: { $0.hasPrefix("/dev/vfio/") && $0 != "/dev/vfio/vfio" }) {
            guest.hasAssignedDevice = true
        }
    }

    /// What balloond's process has locked in memory.
    public func locked(pid: Int32) -> ByteCount? {
        Files.lines("\(roots.procfs)/\(pid)/status").flatMap { KernelFields($0).kibibytes("VmLck") }
    }

    /// Group and permission bits of a socket or file.
    public static func ownership(of path: String) -> (group: UInt32, mode: UInt32)? { Files.ownership(of: path) }
}
