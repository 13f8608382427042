"""What a plugin's process costs: from its start to ready, and a round for a thousand guests."""

import json
import os
import resource
import statistics
import time

GUESTS = 1000
ROUNDS = 300
STARTS = 40

# One guest as the daemon tells it (GuestColumn), and the pool (PoolColumn).
GUEST = {
    "name": None, "state": "ready", "state_reason": "", "is_running": 1, "actual_bytes": 1717986918,
    "maximum_bytes": 4294967296, "target_bytes": 1717986918, "measured_resident_bytes": 1503238553,
    "merged_bytes": 104857600, "stats_updates": 5123, "stats_age_ns": 412345678, "stats_interval_ns": 1000000000,
    "deflates_on_oom": 1, "pid": 12345,
    "reported": [904857600, 804857600, 1617986918, 204857600, 0, 0, 123456, 9876543, 0, 0],
    "traits": [0, 0, 0, 1, 73400320], "floor_bytes": 268435456, "ceiling_bytes": 4294967296, "shares": 1000,
    "pin": None, "is_paused": 0, "annotations": {"tier": "gold"}, "is_movable": 1, "can_give": 1, "is_spent": 0,
    "resident_bytes": 1503238553, "working_set_bytes": 813129318, "reserve_bytes": 134217728,
    "burst_bytes_per_second": 20971520, "idle_bytes": 770640872, "kept_bytes": 947347046, "yield_millionths": 972500,
    "shortage_bytes": 0, "is_in_distress": 0, "least_target_bytes": 268435456, "most_target_bytes": 4294967296,
}
POOL = {
    "cycle": 4711, "time_ns": 123456789012, "is_paused": 0, "total_bytes": 549755813888, "available_bytes": 137438953472,
    "swap_used_bytes": 0, "swapped_out_bytes": 0, "pressure_some": 0.12, "pressure_full": 0.0, "oom_kills": 0,
    "ksm": None, "ksm_hold": None, "clock": [2026, 11, 23, 1, 8, 0, 0], "limit_bytes": 439804651110,
    "high_bytes": 428809534832, "low_bytes": 412316860416, "slope_bytes_per_second": 10485760, "in_flight_bytes": 0,
    "predicted_bytes": 412332589056, "used_bytes": 412316860416, "headroom_bytes": 27487790694, "calm_for_ns": None,
}


def test_from_start_to_ready(scene):
    times = []
    for _ in range(STARTS):
        began = time.monotonic()
        with scene.host(scene.plugin("trivial")) as host:
            host.hello()
            times.append(time.monotonic() - began)
    scene.note(f"start to ready: best {_ms(min(times))}, median {_ms(statistics.median(times))} of {STARTS}")
    assert statistics.median(times) < 0.1


def test_a_round_for_a_thousand_guests(scene):
    guests = [[f"guest-{number:04}", *list(GUEST.values())[1:]] for number in range(GUESTS)]
    times = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with scene.host(scene.plugin("trivial")) as host:
        assert host.hello(guests=GUEST, pool=POOL)[0] == "ready"
        rows = [host.row(guest) for guest in guests]
        message = json.dumps(["round", 1, list(POOL.values()), rows], separators=(",", ":")).encode()
        for _ in range(ROUNDS):
            began = time.monotonic()
            host.send(message)
            reply = host.receive_bytes()
            times.append(time.monotonic() - began)
        assert len(json.loads(reply)[2]) == GUESTS
        resident = int(open(f"/proc/{host.pid}/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        host.hang_up()
        assert host.status() == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / ROUNDS
    times.sort()
    scene.note(
        f"a round, {GUESTS} guests, {len(message) // 1000} kB there and {len(reply) // 1000} kB back: best {_ms(times[0])}, median "
        f"{_ms(statistics.median(times))}, p99 {_ms(times[int(len(times) * 0.99)])}; {_ms(processor)} of processor time; "
        f"{resident >> 20} MiB resident"
    )
    assert statistics.median(times) < 0.05


def _ms(seconds):
    return f"{seconds * 1000:.2f} ms"
