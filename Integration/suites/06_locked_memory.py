"""A target the guest cannot reach (it locked 300 MiB) is given up at once: a standing one kills processes."""

import time

from lab.units import MIB, mib
from lab.waiting import eventually


def available(guest):
    """By QEMU's statistics: asking inside would need memory the guest does not have."""
    return guest.watch.guest_stats()["stats"]["stat-available-memory"]


def test_an_unreachable_target_is_raised_to_what_was_reached(world):
    (guest,) = world.guests(1)
    guest.do("alloc 300M mlock name=locked")
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    daemon.ask("set", "vm1", "128M")
    began = time.monotonic()
    lowest = [guest.size]

    def pushed_and_recovered():
        lowest[0] = min(lowest[0], guest.actual())
        return lowest[0] < 400 * MIB and guest.actual() > lowest[0] and available(guest) > 32 * MIB

    eventually(
        pushed_and_recovered, 20,
        lambda: f"recovered: actual {mib(guest.actual())}, lowest {mib(lowest[0])}, available {mib(available(guest))}",
    )  # fmt: skip
    world.note(
        f"lowest actual {mib(lowest[0])}; after {time.monotonic() - began:.1f} s raised to {mib(guest.actual())} with "
        f"{mib(available(guest))} available"
    )
    time.sleep(5)
    assert available(guest) > 32 * MIB, "the request must not come back"
    stat = guest.do("stat")
    assert stat["killed"] == 0 and stat["oom_kill"] == 0 and stat["workers"] == 1
