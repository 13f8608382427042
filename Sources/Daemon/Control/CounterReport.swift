import Fleet

/// All counters under their names on the control socket: loop's, fleet's, operators' and clients'.
struct CounterReport {
    let loop: LoopCounters
    let journal: JournalRecorder
    let history: HistoryRecorder
    let fleet: FleetCounters
    let desk: OperatorDesk
    let clients: ClientTally
    let policies: PolicyDeskReport

    var values: [String: UInt64] { own.merging(policies.counters) { first, _ in first } }

    private var own: [String: UInt64] {
        [
            "cycles": loop.cycles, "urgent_cycles": loop.urgentCycles, "not_ready": loop.notReady,
            "commands_sent": loop.commandsSent, "commands_failed": loop.commandsFailed,
            "reclaimed_bytes": UInt64(clamping: loop.bytesReclaimed),
            "granted_bytes": UInt64(clamping: loop.bytesGranted), "ksm_failures": loop.ksmFailures,
            "journal_records": journal.written, "journal_dropped": journal.dropped,
            "history_steps": history.steps, "history_moves": history.moves, "history_dropped": history.dropped,
            "history_failures": history.failures,
            "store_failures": desk.storeFailures, "pins_expired": desk.pinsExpired,
            "refused_clients": clients.refused, "dropped_events": clients.droppedEvents,
            "polls": fleet.polls, "poll_requests": fleet.pollRequests, "incomplete_polls": fleet.incompletePolls,
            "skipped_poll_requests": fleet.skippedPollRequests, "connections": fleet.connections,
            "disconnections": fleet.disconnections, "failed_connects": fleet.failedConnects,
            "busy_sockets": fleet.busySockets, "timeouts": fleet.timeouts, "malformed": fleet.malformed,
            "rejections": fleet.rejections, "unknown_ids": fleet.unknownIds, "oversize_lines": fleet.oversizeLines,
            "held_reads": fleet.heldReads, "shared_held_reads": fleet.sharedHeldReads, "events": fleet.events,
            "interval_repairs": fleet.intervalRepairs,
            "guests_over_limit": fleet.guestsOverLimit, "sockets_passed_over": fleet.socketsPassedOver,
            "discovery_failures": fleet.discoveryFailures,
        ]
    }
}
