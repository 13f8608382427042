"""How fast relief is: from usage crossing the predicted line to the first balloon command on the wire.

Usage is a number we write into a /proc of our own; the commands are timed by proxies in front of real guests.
"""

import random
import statistics
import time

from lab.fakeproc import FakeProc
from lab.units import GIB

CROSSINGS = 20
# A small host and a small step over the high mark: usage is ours and does not fall when guests give, so each crossing
# takes a little more from them, and they must not be empty before the last one.
TOTAL = GIB
LOW, HIGH = 0.70, 0.79


def first_inflation(proxies, since, within=3.0):
    """When the first balloon command after `since` went by; None when none does in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        times = [at for proxy in proxies for at, _ in proxy.balloon_commands(since)]
        if times:
            return min(times)
        time.sleep(0.02)
    return None


def test_relief_is_on_the_wire_within_300_ms(world):
    guests = world.guests(8)
    world.touch_histories(guests, 300)
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
    for _ in range(CROSSINGS):
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
