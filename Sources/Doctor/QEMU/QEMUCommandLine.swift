/// A QEMU command line, option by option: what was asked for, before anything is made of it.
///
/// Options that change nothing for the checks are passed over. `-readconfig` can hide any of them.
public struct QEMUCommandLine: Sendable, Hashable {
    /// The program as it was called.
    let program: String
    private(set) var name: String?
    private(set) var machine = QEMUOptions("")
    private(set) var accelerators: [QEMUOptions] = []
    private(set) var processor: QEMUOptions?
    private(set) var processors = QEMUOptions("")
    private(set) var memory = QEMUOptions("")
    private(set) var overcommit = QEMUOptions("")
    private(set) var devices: [QEMUOptions] = []
    private(set) var drives: [QEMUOptions] = []
    /// By `node-name`.
    private(set) var nodes: [String: QEMUOptions] = [:]
    /// By `id`.
    private(set) var backends: [String: QEMUOptions] = [:]
    private(set) var objects: [QEMUOptions] = []
    /// `-nic` and `-net`.
    private(set) var cards: [QEMUOptions] = []
    private(set) var memoryPath: String?
    private(set) var hasNoDefaults = false
    private(set) var readsConfiguration = false
    private(set) var isThrownAway = false
    private var words: [String] = []

    /// - Parameter arguments: with the program's name first.
    public init(_ arguments: [String]) {
        program = arguments.first.map { String($0.split(separator: "/").last ?? "") } ?? ""
        var index = 1
        while index < arguments.count {
            let word = arguments[index]
            words.append(word)
            guard word.utf8.first == UInt8(ascii: "-") else {
                // An image by its name alone.
                drives.append(QEMUOptions("file=\(word),index=0"))
                index += 1
                continue
            }
            let option = String(word.drop { $0 == "-" })
            let takesValue = !Self.flags.contains(option)
            let value = takesValue && index + 1 < arguments.count ? arguments[index + 1] : ""
            take(option, value)
            index += takesValue ? 2 : 1
        }
    }

    /// Whether this is a QEMU that runs a whole machine.
    public static func isQEMU(_ arguments: [String]) -> Bool {
        guard let program = arguments.first?.split(separator: "/").last else { return false }
        return program.hasPrefix("qemu-system-") || program == "qemu-kvm" || program == "kvm"
    }

    /// Who started it. Source: libvirt `qemu_command.c` (its secret object), Proxmox `qemu-server` (its pid file).
    public var origin: GuestFacts.Origin {
        if pidFile?.contains("/qemu-server/") == true { return .proxmox }
        return objects.contains { $0["id"] == "masterKey0" } ? .libvirt : .plain
    }

    /// QEMU's own name for the guest.
    public var guestName: String? { name }

    private(set) var pidFile: String?

    private mutating func take(_ option: String, _ value: String) {
        switch option {
        case "name":
            let options = QEMUOptions(value)
            name = options["guest"] ?? options.first
        case "machine", "M": machine.merge(Self.options(value, firstKey: "type"))
        case "accel": accelerators.append(QEMUOptions(value))
        case "enable-kvm": accelerators.append(QEMUOptions("kvm"))
        case "cpu": processor = QEMUOptions(value)
        case "smp": processors = Self.options(value, firstKey: "cpus")
        case "m": memory = Self.options(value, firstKey: "size")
        case "overcommit", "realtime": overcommit.merge(QEMUOptions(value))
        case "mem-path": memoryPath = value
        case "device": devices.append(QEMUOptions(value))
        case "object": objects.append(QEMUOptions(value))
        case "nodefaults": hasNoDefaults = true
        case "readconfig": readsConfiguration = true
        case "snapshot": isThrownAway = true
        case "pidfile": pidFile = value
        default: takeImagesAndNetworks(option, value)
        }
    }

    private mutating func takeImagesAndNetworks(_ option: String, _ value: String) {
        switch option {
        case "drive": drives.append(QEMUOptions(value))
        case "hda", "hdb", "hdc", "hdd": drives.append(Self.image(value, "if=ide"))
        case "blockdev":
            let node = QEMUOptions(value)
            if let id = node["node-name"] { nodes[id] = node }
        case "netdev":
            let backend = Self.options(value, firstKey: "type")
            if let id = backend["id"] { backends[id] = backend }
        case "nic", "net": cards.append(Self.options(value, firstKey: "type"))
        default: break
        }
    }

    private static func image(_ path: String, _ rest: String) -> QEMUOptions {
        var options = QEMUOptions(rest)
        options["file"] = path
        return options
    }

    /// With what stands first under its key.
    private static func options(_ text: String, firstKey: String) -> QEMUOptions {
        var options = QEMUOptions(text)
        if let first = options.first, options[firstKey] == nil { options[firstKey] = first }
        return options
    }

    /// Options without a value. Source: qemu-options.hx of QEMU 7.2, those without HAS_ARG.
    private static let flags: Set<String> = [
        "h", "help", "version", "snapshot", "alt-grab", "ctrl-grab", "no-fd-bootchk", "no-acpi", "no-hpet",
        "no-shutdown",
        "no-reboot", "nographic", "full-screen", "win2k-hack", "enable-kvm", "S", "s", "daemonize", "no-user-config",
        "nodefaults", "preconfig", "only-migratable", "mem-prealloc", "old-param", "semihosting", "xen-attach",
        "xen-domid-restrict", "usb", "no-quit", "singlestep", "portrait", "enable-fips", "qtest-log",
        "enable-sync-profile", "audio-help",
    ]
}
