"""Sixty-four real guests: every one is polled every second, for little."""

import time

from lab.waiting import eventually

COUNT = 64


def last_updates(guests):
    return [guest.watch.guest_stats()["last-update"] for guest in guests]


def test_every_guest_is_polled_every_second(world):
    guests = world.guests(COUNT, memory=256)
    daemon = world.daemon()
    began = time.monotonic()
    eventually(lambda: list(daemon.states().values()).count("fresh") == COUNT, 30, "all are fresh")
    all_fresh = time.monotonic() - began
    before, cpu, at = last_updates(guests), daemon.cpu_seconds(), time.monotonic()
    oldest = 0.0
    while time.monotonic() - at < 10:
        oldest = max(oldest, *(guest["statistics_age_seconds"] for guest in daemon.guests().values()))
        time.sleep(0.5)
    seconds = time.monotonic() - at
    used = (daemon.cpu_seconds() - cpu) / seconds
    progress = [after - first for first, after in zip(before, last_updates(guests), strict=True)]
    world.note(
        f"{COUNT} guests fresh after {all_fresh:.1f} s; in {seconds:.0f} s each updated its statistics at least "
        f"{min(progress)} times, none seen older than {oldest:.1f} s; balloond used {used:.1%} of a processor"
    )
    assert min(progress) >= 8
    assert oldest < 3.0
    assert used < 0.10
