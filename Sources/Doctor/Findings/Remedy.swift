/// One way to change what was found.
public struct Remedy: Sendable, Hashable {
    /// Where the change is made.
    public enum Place: String, Sendable, Hashable {
        /// A command on the host.
        case run
        /// The QEMU command line; the guest is started anew.
        case qemu
        /// The guest's XML, `virsh edit`; the guest is started anew.
        case libvirt
        /// A command of Proxmox.
        case proxmox
        /// balloond's configuration.
        case configuration
        /// Inside the guest.
        case guest
        /// What only a person can decide.
        case consider
    }

    public var place: Place
    /// May have several lines.
    public var text: String

    public init(_ place: Place, _ text: String) {
        self.place = place
        self.text = text
    }

    static func run(_ text: String) -> Remedy { Remedy(.run, text) }
    static func qemu(_ text: String) -> Remedy { Remedy(.qemu, text) }
    static func libvirt(_ text: String) -> Remedy { Remedy(.libvirt, text) }
    static func proxmox(_ text: String) -> Remedy { Remedy(.proxmox, text) }
    static func configuration(_ text: String) -> Remedy { Remedy(.configuration, text) }
    static func guest(_ text: String) -> Remedy { Remedy(.guest, text) }
    static func consider(_ text: String) -> Remedy { Remedy(.consider, text) }
}

extension GuestFacts {
    /// Those of who started this guest: QEMU's own option always, another's language only where it is spoken.
    func remedies(_ all: Remedy...) -> [Remedy] {
        all.filter { remedy in
            switch remedy.place {
            case .libvirt: origin == .libvirt
            case .proxmox: origin == .proxmox
            default: true
            }
        }
    }
}
