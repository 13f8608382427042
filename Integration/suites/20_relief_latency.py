"""How fast relief is: from usage crossing the predicted line to the first balloon command on the wire.

Usage is a number we write into a /proc of our own; the commands are timed by proxies in front of real guests.
"""

import random
import statistics
import time

from lab.fakeproc import FakeProc
from lab.units import GIB
from lab.waiting import eventually

CROSSINGS = 20
# A small host and a small step over the high mark: usage is ours and does not fall when guests give, so every crossing
# takes more from them, and now and then they are filled again.
TOTAL = GIB
LOW, HIGH = 0.70, 0.79
CROSSINGS_A_FILLING = 2


def first_inflation(proxies, since, within=3.0):
    """When the first balloon command after `since` went by; None when none does in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        times = [at for proxy in proxies for at, _ in proxy.balloon_commands(since)]
        if times:
            return min(times)
        time.sleep(0.02)
    return None


def fill(world, daemon, guests):
    """The guests have all their memory back and the host holds most of it for them: there is something to take."""
    for guest in guests:
        daemon.ask("set", guest.name, "max")
    for guest in guests:
        eventually(lambda guest=guest: guest.actual() == guest.size, 10, f"{guest.name} whole again")
    world.touch_histories(guests, 280)
    for guest in guests:
        daemon.ask("unset", guest.name)


def test_relief_is_on_the_wire_within_300_ms(world):
    guests = world.guests(8)
    fake = FakeProc(world.directory / "proc", TOTAL)
    world.at_end(fake.close)
    proxies, discovery = world.proxies(guests)
    for proxy, guest in zip(proxies, guests, strict=True):
        fake.show_process(proxy.pid, real=guest.pid)
    fake.set_usage(LOW)
    daemon = world.daemon(procfs=fake.directory, discovery=discovery)
    world.wait_fresh(daemon, guests)
    dice = random.Random(1)
    latencies = []
    for crossing in range(CROSSINGS):
        if crossing % CROSSINGS_A_FILLING == 0:
            fill(world, daemon, guests)
        time.sleep(2.5 + dice.random())  # in any phase of the daemon's own tick
        crossed = time.monotonic()
        fake.set_usage(HIGH)
        sent = first_inflation(proxies, crossed)
        fake.set_usage(LOW)
        latencies.append(sent - crossed if sent else float("inf"))
    answered = sorted(1000 * latency for latency in latencies if latency != float("inf"))
    world.note(
        f"{len(answered)} of {CROSSINGS} crossings answered; median {statistics.median(latencies) * 1000:.0f} ms"
        + (f", fastest {answered[0]:.0f} ms, slowest {answered[-1]:.0f} ms" if answered else "")
    )
    assert len(answered) == CROSSINGS
    assert statistics.median(latencies) < 0.300
