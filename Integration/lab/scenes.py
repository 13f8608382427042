"""Situations several suites start from."""

import time

from .units import MIB
from .waiting import eventually

LIMIT = 0.8
RAMP = 300  # MiB
RAMP_RATE = 50  # MiB a second


def crowded_host(world, guests=8, spare=1, working_mib=0, history_mib=260, **changes):
    """Guests of 512 MiB in a pool of 3 GiB that is over its limit.

    A restored guest is charged about 100 MiB. All but the first `spare` ones hold `working_mib`, which cannot be had, and
    touched `history_mib` more and freed them, which can. With 260 MiB of both together eight guests stand at 85 %. The
    spare ones have touched nothing, so whatever they take is new to the host.
    """
    pool = world.make_pool(3072)
    fleet = world.guests(guests, **changes)
    for guest in fleet[spare:]:
        if working_mib:
            guest.do(f"alloc {working_mib}M name=work")
    world.touch_histories(fleet[spare:], history_mib)
    assert pool.usage() > LIMIT, f"the scene is not tight: usage {pool.usage():.0%}"
    return pool, fleet


def brought_under(pool, within=15, limit=LIMIT):
    eventually(lambda: pool.usage() < limit, within, lambda: f"usage under {limit:.0%}; it is {pool.usage():.1%}")


def settled(pool, seconds=3.0, within=30):
    """Under the limit and not falling any more: the daemon is done with what it found."""
    deadline = time.monotonic() + within
    steady_since, level = time.monotonic(), pool.usage()
    while time.monotonic() - steady_since < seconds:
        if time.monotonic() > deadline:
            raise AssertionError(f"usage does not settle; it is {pool.usage():.1%}")
        time.sleep(0.1)
        if abs(pool.usage() - level) > 0.01 or pool.usage() > LIMIT:
            steady_since, level = time.monotonic(), pool.usage()


def ramp(guest, name="ramp", size=RAMP, rate=RAMP_RATE):
    """The guest takes `size` MiB at `rate` MiB a second; returns at once."""
    guest.do(f"alloc {size}M rate={rate}M name={name} async")


def ramp_result(guest, name="ramp", within=60):
    """Seconds the ramp took. AssertionError when the guest killed it or it did not end in time."""
    event = guest.agent.wait_event("worker", name, within)
    assert event, f"{guest.name} did not get its memory in {within} s: {guest.agent.events}"
    assert event["result"].startswith("done"), event
    return float(event["result"].split()[1])


def nobody_harmed(pool, guests, oom_kills_before=0):
    """Every QEMU lives, no process in any guest was killed, the host swapped nothing and killed nothing."""
    for guest in guests:
        assert guest.is_alive(), f"{guest.name} is dead"
        assert guest.killed() == 0, f"{guest.name} killed a process for lack of memory"
        assert guest.swapped() == 0, f"the host swapped {guest.swapped() / MIB:.0f} MiB of {guest.name}"
    assert pool.oom_kills() == oom_kills_before
    assert pool.swapped() == 0
