/// KSM, and others who would steer the same things.
extension Check {
    static let ksmChecks = [
        host(
            "ksm-missing", claim: "the kernel can merge equal pages",
            why: "When balloons cannot give enough, merging equal pages is what is left before guests are squeezed."
        ) { facts in
            guard let hasKSM = facts.host.hasKSM else { return .unknown("the sysfs could not be read") }
            guard !hasKSM else { return .passed }
            return .found(
                .advice, "this kernel has no KSM (/sys/kernel/mm/ksm)", [.consider("use a kernel with CONFIG_KSM=y")])
        },
        host(
            "ksm-merges-across-nodes", claim: "pages are merged within their NUMA node",
            why: "A page merged into another node's memory is slower for its guest at each access."
        ) { facts in
            guard facts.host.hasKSM != false else { return .notApplicable }
            guard let nodes = facts.host.nodes else { return .unknown("NUMA nodes could not be counted") }
            guard nodes > 1 else { return .notApplicable }
            guard let merges = facts.host.mergesAcrossNodes else {
                return .unknown("ksm/merge_across_nodes could not be read")
            }
            guard merges else { return .passed }
            return .found(
                .advice, "merge_across_nodes is 1 on a host of \(nodes) NUMA nodes",
                [
                    .run(
                        "cd /sys/kernel/mm/ksm && echo 2 > run && echo 0 > merge_across_nodes    # unmerges first: needs room"
                    )
                ])
        },
        manager(
            "ksmtuned-running", program: "ksmtuned", what: "ksmtuned steers KSM as well",
            why: "Two who write KSM's settings undo each other's work: balloond notices, and stands back.",
            [
                .run("systemctl disable --now ksmtuned"),
                .configuration("[ksm] mode = \"off\"    # or leave KSM to ksmtuned"),
            ]),
        manager(
            "mom-running", program: "momd", or: "vdsmd", what: "MOM moves balloons and steers KSM as well",
            why:
                "Two who move the same balloons each see the other's moves as the guest's doing, and guests go up and down.",
            [.run("systemctl disable --now momd")]),
        manager(
            "pvestatd-ballooning", program: "pvestatd", what: "Proxmox's pvestatd moves balloons as well",
            why: "It moves each guest that has a minimum below its memory every 10 s, against what balloond decides.",
            [.proxmox("qm set VMID --balloon MEMORY    # minimum equal to memory: pvestatd leaves the guest alone")]),
    ]

    private static func manager(
        _ identifier: String, program: String, or other: String? = nil, what: String, why: String, _ remedies: [Remedy]
    ) -> Check {
        host(identifier, claim: "\(program) does not run beside balloond", why: why) { facts in
            guard let managers = facts.host.managers else { return .unknown("processes could not be listed") }
            guard let found = managers.first(where: { $0 == program || $0 == other }) else { return .passed }
            return .found(.warning, found == program ? what : "\(what) (\(found))", remedies)
        }
    }
}
