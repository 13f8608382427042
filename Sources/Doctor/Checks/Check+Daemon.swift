import BalloonKit

/// balloond itself.
extension Check {
    static let daemonChecks = [
        host(
            "daemon-not-running", claim: "balloond runs",
            why: "Nothing keeps the host's memory under its line, and guests keep what they do not use."
        ) { facts in
            guard let isRunning = facts.host.daemon.isRunning else { return .unknown(notAsked(facts)) }
            guard !isRunning else { return .passed }
            return .found(
                .warning, facts.host.daemon.note ?? "nobody answers on its socket",
                [.run("systemctl enable --now balloond")])
        },
        host(
            "daemon-dry-run", claim: "balloond acts on what it decides",
            why: "It decides and explains, but sends nothing to guests and leaves KSM alone."
        ) { facts in
            guard let isDryRun = facts.host.daemon.isDryRun else { return unlessStopped(facts) }
            return isDryRun
                ? .found(
                    .advice, "balloond is on a dry run",
                    [.configuration("[daemon] dry-run = false, and start it without --dry-run")]) : .passed
        },
        host(
            "daemon-paused", claim: "automatic control is on",
            why: "Until it is resumed no guest gives or gets memory, however full the host is."
        ) { facts in
            guard let isPaused = facts.host.daemon.isPaused else { return unlessStopped(facts) }
            return isPaused
                ? .found(.warning, "an operator has paused automatic control", [.run("balloonctl resume")]) : .passed
        },
        host(
            "daemon-not-locked", claim: "balloond is locked in memory",
            why: "On a host that is out of memory it waits for its own pages, just when it is needed."
        ) { facts in
            guard let locked = facts.host.daemon.locked else { return unlessStopped(facts) }
            guard locked <= .zero else { return .passed }
            return .found(
                .warning, "balloond has locked nothing in memory (VmLck 0)",
                [
                    .configuration("[daemon] lock-memory = true"),
                    .run("systemctl edit balloond    # [Service] LimitMEMLOCK=infinity"),
                ])
        },
        host(
            "control-socket-for-all", claim: "strangers cannot use the control socket",
            why: "Whoever may connect sees all guests, their names and what they use."
        ) { facts in
            guard let mode = facts.host.daemon.socketMode else { return unlessStopped(facts) }
            guard mode & 0o002 != 0 else { return .passed }
            let path = facts.host.daemon.socket ?? "the control socket"
            return .found(
                .warning, "\(path) has mode \(String(mode, radix: 8))",
                [.configuration("[daemon] control-mode = \"0660\"")])
        },
        host(
            "control-socket-for-root-only", claim: "a group may use the control socket",
            why: "Operators need root even to look, so they will work as root."
        ) { facts in
            guard let mode = facts.host.daemon.socketMode, let group = facts.host.daemon.socketGroup else {
                return unlessStopped(facts)
            }
            guard mode & 0o002 == 0, group == 0 || mode & 0o020 == 0 else { return .passed }
            let path = facts.host.daemon.socket ?? "the control socket"
            return .found(
                .advice, "\(path) is for root alone",
                [
                    .run("groupadd --system balloond && usermod --append --groups balloond USER"),
                    .configuration("[daemon] control-group = \"balloond\""),
                ])
        },
    ]

    /// A daemon that does not run has no settings; otherwise why they are not known.
    static func unlessStopped(_ facts: Facts) -> Judgement {
        facts.host.daemon.isRunning == false ? .notApplicable : .unknown(notAsked(facts))
    }

    static func notAsked(_ facts: Facts) -> String { facts.host.daemon.note ?? "balloond could not be asked" }
}
