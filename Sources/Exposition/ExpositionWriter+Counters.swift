extension ExpositionWriter {
    /// All counters of the daemon; those of a newer one in a general form.
    mutating func addCounters(_ counters: [String: UInt64]) {
        for (name, value) in counters.sorted(by: { $0.key < $1.key }) where !name.isEmpty {
            let metric = "balloond_\(Self.sanitized(name))_total"
            begin(metric, .counter, Self.counterHelp[name] ?? "Counter '\(name)' of 'balloonctl status'.")
            add(value)
        }
    }

    /// With what may stand in a metric's name; a counter's own name is made of it already.
    private static func sanitized(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? Character($0.lowercased()) : "_" })
    }

    private static let counterHelp: [String: String] = [
        "cycles": "Decisions taken.",
        "urgent_cycles": "Decisions before their time, because the pool was about to cross the line.",
        "not_ready": "Readings or decisions left out, because a host file could not be read.",
        "commands_sent": "Balloon commands sent to QEMU.",
        "commands_failed": "Balloon commands that QEMU refused or did not answer in time.",
        "reclaimed_bytes": "By how much targets were lowered, as accepted by QEMU.",
        "granted_bytes": "By how much targets were raised, as accepted by QEMU.",
        "ksm_failures": "Writes to KSM's files that failed.",
        "journal_records": "Records written to the journal.",
        "journal_dropped": "Records that the journal had to drop.",
        "history_steps": "Steps of the pool's course that were kept.",
        "history_moves": "Moves that were kept.",
        "history_dropped": "Steps and moves that were not kept, because the disk was full or slow.",
        "history_failures": "Attempts to write history that failed.",
        "store_failures": "Changes by operators that could not be stored.",
        "pins_expired": "Pins that ended by themselves.",
        "refused_clients": "Connections to the control socket that were refused.",
        "dropped_events": "Events not told to clients that read too slowly.",
        "polls": "Rounds of statistics requests.",
        "poll_requests": "Requests for statistics that were written.",
        "incomplete_polls": "Rounds that ended by their deadline with answers missing.",
        "skipped_poll_requests": "Guests left out of a round, their last answer still missing.",
        "connections": "Connections to guests that were greeted.",
        "disconnections": "Connections to guests that ended without the daemon's asking.",
        "failed_connects": "Attempts to connect to a guest that failed.",
        "busy_sockets": "Connections to guests that another client held.",
        "timeouts": "Commands that QEMU did not answer within their deadline.",
        "malformed": "Connections given up because the peer's bytes were no QMP.",
        "rejections": "Commands that QEMU refused.",
        "unknown_ids": "Answers dropped because nothing was asked under their id.",
        "oversize_lines": "Lines from QEMU dropped because they were too long.",
        "held_reads": "Times a guest had sent so much that it was left unread for a while.",
        "shared_held_reads": "Of held reads, those because all guests together had sent too much.",
        "events": "Events received from QEMU.",
        "interval_repairs": "Polling intervals found changed by somebody else and set again.",
        "guests_over_limit": "Sockets not taken in because there are too many guests.",
        "sockets_passed_over": "Times another QMP socket of a process was tried, the one in use being busy.",
        "discovery_failures": "Looks for guests that failed.",
        "policy_rounds": "Rounds that the deciding plugin answered.",
        "policy_failures": "Rounds and starts in which the deciding plugin failed.",
        "policy_restarts": "Starts of the deciding plugin after its first.",
        "shadow_rounds": "Rounds that the plugin in shadow answered.",
        "shadow_failures": "Rounds and starts in which the plugin in shadow failed.",
        "shadow_restarts": "Starts of the plugin in shadow after its first.",
    ]
}
