/// Processors, of the host and of guests.
extension Check {
    /// Virtual processors for each of the host's.
    static let manyProcessors = 4.0
    static let busyProcessors = 0.8

    static let processorChecks = [
        host(
            "processors-busy", claim: "the host's processors have time left",
            why: "Guests wait for a processor, and so do their balloon drivers: memory comes back later than planned."
        ) { facts in
            guard let usage = facts.host.processorUsage else { return .unknown("/proc/stat could not be read twice") }
            guard usage > busyProcessors else { return .passed }
            return .found(
                .warning, "processors were \(percent(usage)) busy for a second",
                [.run("top -H    # which guest?"), .consider("move a guest to another host")])
        },
        host(
            "processors-overcommitted", claim: "guests' processors are in proportion to the host's",
            why:
                "Virtual processors that wait for a real one hold locks meanwhile, which slows the others of their guest."
        ) { facts in
            guard let present = facts.host.processors, present > 0 else {
                return .unknown("/proc/stat could not be read")
            }
            let counts = facts.guests.compactMap(\.processors)
            let sum = counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
            let ratio = Double(sum) / Double(present)
            guard ratio > manyProcessors else { return .passed }
            return .found(
                .advice,
                "\(plural(counts.count, "guest")) have \(sum) virtual processors, \(tenths(ratio)) for each of the host's \(present)",
                [.consider("fewer processors for guests that are idle, or guests on another host")])
        },
        guest(
            "more-processors-than-host", claim: "it has no more processors than the host",
            why: "Its processors can never all run at once, so those that wait for each other wait for nothing."
        ) { guest, host in
            guard let own = guest.processors else { return .unknown("its processors are not known") }
            guard let present = host.processors else { return .unknown("/proc/stat could not be read") }
            guard own > present else { return .passed }
            return .found(
                .warning, "\(own) virtual processors on a host of \(present)",
                guest.remedies(
                    .qemu("-smp \(present)"), .libvirt("<vcpu>\(present)</vcpu>"),
                    .proxmox("qm set VMID --cores \(present)")))
        },
        guest(
            "no-acceleration", claim: "it runs on KVM",
            why: "Without KVM every instruction of the guest is translated by QEMU: it runs some ten times slower."
        ) { guest, host in
            guard let isAccelerated = guest.isAccelerated else {
                return .unknown("only QEMU knows which accelerator it took")
            }
            guard !isAccelerated else { return .passed }
            guard isNative(guest, host) else { return .notApplicable }
            guard host.hasKVM != false else {
                return .found(
                    .warning, "it runs without KVM (tcg), and the host has no /dev/kvm",
                    [.run("modprobe kvm_intel || modprobe kvm_amd    # and switch on VT-x or AMD-V in the firmware")])
            }
            return .found(
                .problem, "it runs without KVM (tcg), though the host has /dev/kvm",
                guest.remedies(
                    .qemu("-accel kvm -cpu host"), .libvirt("<domain type='kvm'>"), .proxmox("qm set VMID --kvm 1")))
        },
        guest(
            "processor-model-generic", claim: "it sees a processor of today",
            why: "QEMU's oldest model hides AES, AVX and the like from the guest, which does the same work slower."
        ) { guest, host in
            guard let isAccelerated = guest.isAccelerated, let model = guest.processorModel else {
                return .unknown("its processor's model is not known")
            }
            guard isAccelerated, isOfX86(guest, host) else { return .notApplicable }
            guard ["", "qemu64", "kvm64", "qemu32", "kvm32"].contains(model) else { return .passed }
            return .found(
                .advice, model.isEmpty ? "no processor model is given: QEMU takes qemu64" : "its processor is \(model)",
                guest.remedies(
                    .qemu("-cpu host    # or a named model where it must migrate to older hosts"),
                    .libvirt("<cpu mode='host-passthrough'/>    <!-- or host-model -->"),
                    .proxmox("qm set VMID --cpu host")))
        },
        guest(
            "x2apic-off", claim: "x2APIC is left on",
            why: "Without it each interrupt between the guest's processors leaves the guest and costs microseconds."
        ) { guest, host in
            guard let isAccelerated = guest.isAccelerated else { return .unknown("its accelerator is not known") }
            guard isAccelerated, isOfX86(guest, host) else { return .notApplicable }
            // KVM has it on unless it is switched off, whatever the model.
            guard guest.hasX2APIC == false else { return .passed }
            return .found(
                .advice, "x2apic is switched off",
                guest.remedies(
                    .qemu("-cpu …,x2apic=on"), .libvirt("<cpu …><feature policy='require' name='x2apic'/></cpu>")))
        },
    ]

    /// Whether KVM could run it: an emulated ARM on a PC is no mistake.
    private static func isNative(_ guest: GuestFacts, _ host: HostFacts) -> Bool {
        guard let own = guest.architecture, let hosts = host.architecture else { return true }
        return own == hosts || (own == "i386" && hosts == "x86_64") || (own == "arm" && hosts == "aarch64")
    }

    private static func isOfX86(_ guest: GuestFacts, _ host: HostFacts) -> Bool {
        guard let own = guest.architecture ?? host.architecture else { return true }
        return own == "x86_64" || own == "i386"
    }
}
