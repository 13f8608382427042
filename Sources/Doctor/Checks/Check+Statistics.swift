/// Whether balloond knows the guest and hears from it.
extension Check {
    static let statisticsChecks = [
        guest(
            "not-watched", claim: "balloond knows it",
            why: "Its memory counts as used by others, and balloond can neither take nor give any."
        ) { guest, host in
            guard host.daemon.isRunning != false else { return .notApplicable }
            guard guest.managed == nil else { return .passed }
            guard host.daemon.isRunning == true else {
                return .unknown(host.daemon.note ?? "balloond could not be asked")
            }
            let pid = guest.pid.map { " (pid \($0))" } ?? ""
            return .found(
                .warning, "QEMU runs\(pid), and balloond has found no QMP socket of it", secondSocket(for: guest))
        },
        guest(
            "socket-busy", claim: "its QMP socket is balloond's alone",
            why: "QEMU serves one client a socket: while another holds it, balloond neither sees nor moves the guest."
        ) { guest, host in
            guard let managed = guest.managed else { return notManaged(host) }
            guard managed.state == "socket-busy" else { return .passed }
            return .found(.warning, managed.reason ?? "its socket is busy", secondSocket(for: guest))
        },
        guest(
            "not-answering", claim: "its statistics are current",
            why: "Nothing is taken from a guest whose need is not known, so others have to give more."
        ) { guest, host in
            guard let managed = guest.managed else { return notManaged(host) }
            guard ["stale", "silent", "gone"].contains(managed.state) else { return .passed }
            return .found(
                .warning, "\(managed.state): \(managed.reason ?? "no reason is known")",
                [.run("balloonctl show \(guest.name)    # is it paused, overloaded or hung?")])
        },
    ]

    static func notManaged(_ host: HostFacts) -> Judgement {
        host.daemon.isRunning == nil ? .unknown(host.daemon.note ?? "balloond could not be asked") : .notApplicable
    }

    private static func secondSocket(for guest: GuestFacts) -> [Remedy] {
        let own = "/run/balloond/guests/\(guest.name).sock"
        let libvirts = "/var/lib/libvirt/qemu/\(guest.name).balloond.sock"
        return guest.remedies(
            .qemu("-qmp unix:\(own),server=on,wait=off"),
            .libvirt(
                """
                <domain … xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                  <qemu:commandline>
                    <qemu:arg value='-qmp'/>
                    <qemu:arg value='unix:\(libvirts),server=on,wait=off'/>
                  </qemu:commandline>
                </domain>
                """),
            .proxmox("qm set VMID --args '-qmp unix:\(own),server=on,wait=off'"))
    }
}
