/// What a scrape says of two guests, one of them hardly known.
enum Golden {
    static let scrape = #"""
        # HELP balloond_build_info 1; the version is its label.
        # TYPE balloond_build_info gauge
        balloond_build_info{version="0.1.0"} 1
        # HELP balloond_uptime_seconds Since the daemon started.
        # TYPE balloond_uptime_seconds gauge
        balloond_uptime_seconds 90.0
        # HELP balloond_dry_run 1 while the daemon decides and sends nothing.
        # TYPE balloond_dry_run gauge
        balloond_dry_run 1
        # HELP balloond_paused 1 while an operator has paused control of the whole pool.
        # TYPE balloond_paused gauge
        balloond_paused 1
        # HELP balloond_cycle_duration_seconds How long the last cycle took, from reading to decision.
        # TYPE balloond_cycle_duration_seconds gauge
        balloond_cycle_duration_seconds 0.0015
        # HELP balloond_policy_info 1; the policies that decide and that run in shadow are its labels.
        # TYPE balloond_policy_info gauge
        balloond_policy_info{policy="builtin",shadow="tiers"} 1
        # HELP balloond_policy_state 1 for the state that the chosen policy is in.
        # TYPE balloond_policy_state gauge
        balloond_policy_state{state="running"} 0
        balloond_policy_state{state="starting"} 0
        balloond_policy_state{state="backing-off"} 0
        balloond_policy_state{state="quarantined"} 1
        # HELP balloond_policy_stand_in 1 while the built-in policy decides in the chosen one's place.
        # TYPE balloond_policy_stand_in gauge
        balloond_policy_stand_in 1
        # HELP balloond_alarms Alarms that hold now; 'balloonctl status' tells them.
        # TYPE balloond_alarms gauge
        balloond_alarms 1
        # HELP balloond_pool_readable 0 while the pool could not be read, so that nothing is decided.
        # TYPE balloond_pool_readable gauge
        balloond_pool_readable 1
        # HELP balloond_pool_size_bytes Memory of the pool.
        # TYPE balloond_pool_size_bytes gauge
        balloond_pool_size_bytes 17179869184
        # HELP balloond_pool_used_bytes Memory in use.
        # TYPE balloond_pool_used_bytes gauge
        balloond_pool_used_bytes 12884901888
        # HELP balloond_pool_available_bytes Memory that could be had without swapping.
        # TYPE balloond_pool_available_bytes gauge
        balloond_pool_available_bytes 4294967296
        # HELP balloond_pool_usage_ratio 1 - available / size.
        # TYPE balloond_pool_usage_ratio gauge
        balloond_pool_usage_ratio 0.75
        # HELP balloond_pool_limit_ratio The line that usage stays at or under.
        # TYPE balloond_pool_limit_ratio gauge
        balloond_pool_limit_ratio 0.8
        # HELP balloond_pool_high_watermark_ratio A forecast above it is acted upon.
        # TYPE balloond_pool_high_watermark_ratio gauge
        balloond_pool_high_watermark_ratio 0.78
        # HELP balloond_pool_low_watermark_ratio A forecast below it lets memory go back to guests.
        # TYPE balloond_pool_low_watermark_ratio gauge
        balloond_pool_low_watermark_ratio 0.72
        # HELP balloond_pool_forecast_bytes Used memory expected after the reaction time.
        # TYPE balloond_pool_forecast_bytes gauge
        balloond_pool_forecast_bytes 13958643712
        # HELP balloond_pool_slope_bytes_per_second How fast used memory grows; negative while it falls.
        # TYPE balloond_pool_slope_bytes_per_second gauge
        balloond_pool_slope_bytes_per_second -3145728
        # HELP balloond_pool_swap_used_bytes The pool's memory that lies in swap.
        # TYPE balloond_pool_swap_used_bytes gauge
        balloond_pool_swap_used_bytes 0
        # HELP balloond_pool_pressure_some_ratio Share of the last 10 s some task waited for memory (PSI).
        # TYPE balloond_pool_pressure_some_ratio gauge
        balloond_pool_pressure_some_ratio 0.01
        # HELP balloond_pool_pressure_full_ratio Share of the last 10 s all tasks waited for memory (PSI).
        # TYPE balloond_pool_pressure_full_ratio gauge
        balloond_pool_pressure_full_ratio 0.0
        # HELP balloond_rung 1 for the rung of the ladder that the pool is on.
        # TYPE balloond_rung gauge
        balloond_rung{rung="normal"} 0
        balloond_rung{rung="reclaim"} 0
        balloond_rung{rung="merge"} 1
        balloond_rung{rung="squeeze"} 0
        balloond_rung{rung="saturated"} 0
        # HELP balloond_ksm_saved_bytes Memory that same-page merging saves now.
        # TYPE balloond_ksm_saved_bytes gauge
        balloond_ksm_saved_bytes 734003200
        # HELP balloond_ksm_scanning 1 while ksmd scans.
        # TYPE balloond_ksm_scanning gauge
        balloond_ksm_scanning 1
        # HELP balloond_ksm_held 1 while an operator holds KSM on or off.
        # TYPE balloond_ksm_held gauge
        balloond_ksm_held 1
        # HELP balloond_ksm_phase 1 for what the daemon does with KSM.
        # TYPE balloond_ksm_phase gauge
        balloond_ksm_phase{phase="off"} 0
        balloond_ksm_phase{phase="hurry"} 1
        balloond_ksm_phase{phase="settled"} 0
        balloond_ksm_phase{phase="resting"} 0
        balloond_ksm_phase{phase="contested"} 0
        # HELP balloond_guests Guests in each state.
        # TYPE balloond_guests gauge
        balloond_guests{state="connecting"} 0
        balloond_guests{state="socket-busy"} 0
        balloond_guests{state="unmanaged"} 0
        balloond_guests{state="fresh"} 7
        balloond_guests{state="stale"} 1
        balloond_guests{state="silent"} 0
        balloond_guests{state="gone"} 0
        # HELP balloond_guests_in_distress Guests that are short of memory inside.
        # TYPE balloond_guests_in_distress gauge
        balloond_guests_in_distress 1
        # HELP balloond_guest_state 1 for the state that the guest is in; its other states are absent.
        # TYPE balloond_guest_state gauge
        balloond_guest_state{guest="new",state="connecting"} 1
        balloond_guest_state{guest="web1",state="fresh"} 1
        # HELP balloond_guest_actual_bytes Memory that the guest sees.
        # TYPE balloond_guest_actual_bytes gauge
        balloond_guest_actual_bytes{guest="web1"} 536870912
        # HELP balloond_guest_target_bytes What was asked of it last.
        # TYPE balloond_guest_target_bytes gauge
        balloond_guest_target_bytes{guest="web1"} 503316480
        # HELP balloond_guest_maximum_bytes Memory that it was started with.
        # TYPE balloond_guest_maximum_bytes gauge
        balloond_guest_maximum_bytes{guest="web1"} 1073741824
        # HELP balloond_guest_floor_bytes It is never squeezed below it.
        # TYPE balloond_guest_floor_bytes gauge
        balloond_guest_floor_bytes{guest="web1"} 134217728
        # HELP balloond_guest_ceiling_bytes It is never grown above it.
        # TYPE balloond_guest_ceiling_bytes gauge
        balloond_guest_ceiling_bytes{guest="web1"} 1073741824
        # HELP balloond_guest_available_bytes What it could have without swapping, as its kernel says.
        # TYPE balloond_guest_available_bytes gauge
        balloond_guest_available_bytes{guest="web1"} 209715200
        # HELP balloond_guest_working_set_bytes What it needs now: actual less available.
        # TYPE balloond_guest_working_set_bytes gauge
        balloond_guest_working_set_bytes{guest="web1"} 327155712
        # HELP balloond_guest_reserve_bytes What it keeps beyond its working set.
        # TYPE balloond_guest_reserve_bytes gauge
        balloond_guest_reserve_bytes{guest="web1"} 67108864
        # HELP balloond_guest_idle_bytes What it holds beyond working set and reserve.
        # TYPE balloond_guest_idle_bytes gauge
        balloond_guest_idle_bytes{guest="web1"} 142606336
        # HELP balloond_guest_resident_bytes What its QEMU holds of the host.
        # TYPE balloond_guest_resident_bytes gauge
        balloond_guest_resident_bytes{guest="web1"} 524288000
        # HELP balloond_guest_statistics_age_seconds Since the guest's driver last told its statistics.
        # TYPE balloond_guest_statistics_age_seconds gauge
        balloond_guest_statistics_age_seconds{guest="web1"} 0.25
        # HELP balloond_guest_shares Its weight in the division of scarce memory.
        # TYPE balloond_guest_shares gauge
        balloond_guest_shares{guest="web1"} 1000
        # HELP balloond_guest_pin_target_bytes What an operator has pinned it at; absent without a pin.
        # TYPE balloond_guest_pin_target_bytes gauge
        balloond_guest_pin_target_bytes{guest="web1"} 503316480
        # HELP balloond_guest_running 1 while its processors run.
        # TYPE balloond_guest_running gauge
        balloond_guest_running{guest="web1"} 1
        # HELP balloond_guest_distress 1 while it is short of memory inside.
        # TYPE balloond_guest_distress gauge
        balloond_guest_distress{guest="new"} 0
        balloond_guest_distress{guest="web1"} 1
        # HELP balloond_guest_cannot_give 1 when its balloon frees nothing on the host.
        # TYPE balloond_guest_cannot_give gauge
        balloond_guest_cannot_give{guest="new"} 0
        balloond_guest_cannot_give{guest="web1"} 1
        # HELP balloond_guest_paused 1 while an operator has taken it out of automatic control.
        # TYPE balloond_guest_paused gauge
        balloond_guest_paused{guest="new"} 0
        balloond_guest_paused{guest="web1"} 1
        # HELP balloond_commands_total Counter 'commands' of 'balloonctl status'.
        # TYPE balloond_commands_total counter
        balloond_commands_total 99
        # HELP balloond_replies_unmatched_total Counter 'replies_unmatched' of 'balloonctl status'.
        # TYPE balloond_replies_unmatched_total counter
        balloond_replies_unmatched_total 0

        """#
}
