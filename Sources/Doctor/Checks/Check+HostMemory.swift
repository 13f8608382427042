import BalloonKit

/// The host's memory as a whole.
extension Check {
    /// Sums of guests' maxima above these shares of the pool.
    static let generousOvercommit = 1.5
    static let boldOvercommit = 3.0
    static let calmSwappiness = 10
    /// Swap in use below this is what was left from some hour ago.
    static let swapWorthTelling = ByteCount.mebibytes(16)

    static let hostMemoryChecks = [
        host(
            "swap-in-use", claim: "swap is not in use",
            why:
                "Pages in swap are guests' pages as a rule: a guest that touches one stands still until the disk has answered."
        ) { facts in
            guard let used = facts.host.swapUsed, let total = facts.host.swapTotal else {
                return .unknown("swap in /proc/meminfo could not be read")
            }
            guard total > .zero else { return .passed }
            guard used >= swapWorthTelling else { return .passed }
            let part = percent(used.fraction(of: total))
            return .found(
                .warning, "\(used) of \(total) of swap is in use (\(part))",
                [
                    .run("balloonctl status    # is the pool under its line?"),
                    .run("swapoff -a && swapon -a    # brings it back; needs \(used) available"),
                ])
        },
        host(
            "swappiness-high", claim: "the kernel swaps late",
            why:
                "Guest RAM is what the kernel swaps first to keep files cached, while balloons could have given memory."
        ) { facts in
            guard let total = facts.host.swapTotal else { return .unknown("/proc/meminfo could not be read") }
            guard total > .zero else { return .notApplicable }
            guard let value = facts.host.swappiness else { return .unknown("vm.swappiness could not be read") }
            guard value > calmSwappiness else { return .passed }
            return .found(
                .advice, "vm.swappiness is \(value), with \(total) of swap",
                [.run("sysctl -w vm.swappiness=1; echo vm.swappiness=1 > /etc/sysctl.d/60-balloond.conf")])
        },
        host(
            "floors-over-line", claim: "all floors fit under the line",
            why: "Guests may keep their floors, so the line cannot be held when all of them use theirs."
        ) { facts in
            guard let pool = Pool(facts) else { return unlessStopped(facts) }
            let floors = pool.guests.reduce(ByteCount.zero) { $0 + min($1.floor ?? .zero, $1.maximum ?? .max) }
            let needed = floors + pool.others
            guard needed > pool.line else { return .passed }
            return .found(
                .problem,
                "floors of \(plural(pool.guests.count, "guest")) add up to \(floors), \(pool.others) is used by others, and "
                    + "the line is at \(pool.line)",
                [
                    .run("balloonctl limits NAME --min SIZE    # lower some floors"),
                    .consider("move guests to another host, or add memory"),
                ])
        },
        host(
            "memory-overcommitted", claim: "guests' maxima are in proportion to the pool",
            why:
                "The more is promised, the more often guests want it at once, and then they are squeezed to their floors."
        ) { facts in
            guard let pool = Pool(facts) else { return unlessStopped(facts) }
            let maxima = pool.guests.reduce(ByteCount.zero) { $0 + ($1.maximum ?? .zero) }
            let ratio = maxima.fraction(of: pool.total)
            guard ratio > generousOvercommit else { return .passed }
            return .found(
                ratio > boldOvercommit ? .warning : .advice,
                "\(plural(pool.guests.count, "guest")) may grow to \(maxima) together, \(tenths(ratio)) times the pool of "
                    + "\(pool.total)",
                [.run("balloonctl limits NAME --max SIZE    # lower some ceilings")])
        },
        host(
            "overcommit-memory-strict", claim: "the kernel lets memory be promised",
            why:
                "The kernel counts all RAM of a guest when QEMU starts, so guests fail to start while memory is available."
        ) { facts in
            guard let mode = facts.host.overcommitMode else {
                return .unknown("vm.overcommit_memory could not be read")
            }
            guard mode == 2 else { return .passed }
            var seen = "vm.overcommit_memory is 2"
            if let committed = facts.host.committed, let limit = facts.host.commitLimit {
                seen += ": \(committed) of \(limit) is promised"
            }
            return .found(.warning, seen, [.run("sysctl -w vm.overcommit_memory=0")])
        },
        host(
            "huge-pages-idle", claim: "no huge pages are reserved in vain",
            why: "Reserved huge pages are lost for all who do not ask for them by name, balloond's pool among them."
        ) { facts in
            guard let all = facts.host.hugePages, let free = facts.host.freeHugePages else {
                return .unknown("huge pages in /proc/meminfo could not be read")
            }
            guard all > .zero else { return .notApplicable }
            guard free.fraction(of: facts.host.total ?? all) > 0.01 else { return .passed }
            return .found(
                .advice, "\(free) of \(all) in huge pages is reserved and free",
                [.run("sysctl -w vm.nr_hugepages=N    # as many as are in use")])
        },
        host(
            "transparent-huge-pages-off", claim: "guests get transparent huge pages",
            why:
                "With small pages alone a guest's memory accesses walk more page tables, which costs it some percent of its time."
        ) { facts in
            guard let mode = facts.host.transparentHugePages else {
                return .unknown("transparent_hugepage/enabled could not be read")
            }
            guard mode == "never" else { return .passed }
            return .found(
                .advice, "transparent huge pages are off (never)",
                [.run("echo madvise > /sys/kernel/mm/transparent_hugepage/enabled")])
        },
        host(
            "no-pressure-information", claim: "the kernel tells memory pressure",
            why: "Without it nobody sees how long tasks wait for memory: neither balloond's report nor systemd-oomd."
        ) { facts in
            guard let hasPressure = facts.host.hasPressure else { return .unknown("the procfs could not be read") }
            guard !hasPressure else { return .passed }
            return .found(
                .advice, "/proc/pressure/memory cannot be read",
                [.consider("add psi=1 to the kernel's command line (GRUB_CMDLINE_LINUX), and reboot")])
        },
    ]
}
