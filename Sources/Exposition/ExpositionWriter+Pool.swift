import BalloonKit
import ControlProtocol

extension ExpositionWriter {
    /// The process, its policy, and whether it may act.
    mutating func addDaemon(_ status: StatusReport) {
        begin("balloond_build_info", .gauge, "1; the version is its label.")
        add(Int64(1), labels: Self.labels(["version": status.version]))
        begin("balloond_uptime_seconds", .gauge, "Since the daemon started.")
        add(status.started)
        begin("balloond_dry_run", .gauge, "1 while the daemon decides and sends nothing.")
        add(status.isDryRun)
        begin("balloond_paused", .gauge, "1 while an operator has paused control of the whole pool.")
        add(status.isPaused)
        begin("balloond_cycle_duration_seconds", .gauge, "How long the last cycle took, from reading to decision.")
        add(status.cycleDuration)
        begin("balloond_policy_info", .gauge, "1; the policies that decide and that run in shadow are its labels.")
        add(Int64(1), labels: Self.labels(["policy": status.policy, "shadow": status.shadowPolicy ?? ""]))
        addStates(
            "balloond_policy_state", "1 for the state that the chosen policy is in.", label: "state",
            known: ["running", "starting", "backing-off", "quarantined"], current: status.policyState)
        begin("balloond_policy_stand_in", .gauge, "1 while the built-in policy decides in the chosen one's place.")
        add(status.policyReason != nil)
        begin("balloond_alarms", .gauge, "Alarms that hold now; 'balloonctl status' tells them.")
        add(Int64(status.alarms.count))
    }

    /// The memory managed; while it cannot be read, that alone.
    mutating func addPool(_ pool: PoolReport?) {
        begin("balloond_pool_readable", .gauge, "0 while the pool could not be read, so that nothing is decided.")
        add(pool != nil)
        guard let pool else { return }
        begin("balloond_pool_size_bytes", .gauge, "Memory of the pool.")
        add(pool.total)
        begin("balloond_pool_used_bytes", .gauge, "Memory in use.")
        add(pool.used)
        begin("balloond_pool_available_bytes", .gauge, "Memory that could be had without swapping.")
        add(pool.available)
        begin("balloond_pool_usage_ratio", .gauge, "1 - available / size.")
        add(pool.usage)
        begin("balloond_pool_limit_ratio", .gauge, "The line that usage stays at or under.")
        add(pool.limit)
        begin("balloond_pool_high_watermark_ratio", .gauge, "A forecast above it is acted upon.")
        add(pool.highWatermark)
        begin("balloond_pool_low_watermark_ratio", .gauge, "A forecast below it lets memory go back to guests.")
        add(pool.lowWatermark)
        begin("balloond_pool_forecast_bytes", .gauge, "Used memory expected after the reaction time.")
        add(pool.predicted)
        begin("balloond_pool_slope_bytes_per_second", .gauge, "How fast used memory grows; negative while it falls.")
        add(pool.slope)
        begin("balloond_pool_swap_used_bytes", .gauge, "The pool's memory that lies in swap.")
        add(pool.swapUsed)
        begin("balloond_pool_pressure_some_ratio", .gauge, "Share of the last 10 s some task waited for memory (PSI).")
        add(pool.pressureSome)
        begin("balloond_pool_pressure_full_ratio", .gauge, "Share of the last 10 s all tasks waited for memory (PSI).")
        add(pool.pressureFull)
    }

    /// How far up the ladder the pool had to go, and what KSM does there.
    mutating func addLadder(_ status: StatusReport) {
        addStates(
            "balloond_rung", "1 for the rung of the ladder that the pool is on.", label: "rung",
            known: ["normal", "reclaim", "merge", "squeeze", "saturated"], current: status.rung)
        guard let ksm = status.ksm else { return }
        begin("balloond_ksm_saved_bytes", .gauge, "Memory that same-page merging saves now.")
        add(ksm.saved)
        begin("balloond_ksm_scanning", .gauge, "1 while ksmd scans.")
        add(ksm.run == 1)
        begin("balloond_ksm_held", .gauge, "1 while an operator holds KSM on or off.")
        add(ksm.hold != nil)
        addStates(
            "balloond_ksm_phase", "1 for what the daemon does with KSM.", label: "phase",
            known: ["off", "hurry", "settled", "resting", "contested"], current: ksm.phase)
    }

    /// One sample a state, 1 for the current one; a state that this version does not know is told as well.
    private mutating func addStates(
        _ name: String, _ help: String, label: String, known: [String], current: String?
    ) {
        guard let current else { return }
        begin(name, .gauge, help)
        for state in known + (known.contains(current) ? [] : [current]) {
            add(state == current, labels: Self.labels([label: state]))
        }
    }
}
