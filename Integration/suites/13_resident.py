"""What counts is the host's memory: QEMU's resident size falls, and the pool's usage with it."""

from lab.units import MIB, mib
from lab.waiting import eventually


def test_inflated_memory_really_returns_to_the_host(world):
    pool = world.make_pool(2048)
    (guest,) = world.guests(1)
    world.touch_histories([guest], 350)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    resident, used = guest.resident(), pool.used()
    daemon.ask("set", "vm1", "128M")
    eventually(lambda: guest.actual() == 128 * MIB, 10, "at its target")
    returned = resident - guest.resident(), used - pool.used()
    world.note(f"resident fell by {mib(returned[0])}, the pool by {mib(returned[1])}")
    assert min(returned) > 280 * MIB
    eventually(
        lambda: abs(daemon.guests()["vm1"]["resident_bytes"] - guest.resident()) < 16 * MIB, 5, "the daemon sees it too"
    )


def test_untouched_memory_is_not_counted_as_a_gain(world):
    """Seven of eight guests never touched their memory: only the one that did can lower usage."""
    pool = world.make_pool(1536)
    guests = world.guests(8)
    world.touch_histories(guests[:2], 280)
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    began = pool.usage()
    eventually(lambda: pool.usage() < 0.8, 15, lambda: f"under 80 % from {began:.0%}: it is {pool.usage():.1%}")
    touched = [guest.size - guest.actual() for guest in guests[:2]]
    assert max(touched) > 32 * MIB, "those that hold memory give"
    world.note(f"usage {began:.1%} to {pool.usage():.1%}; the two that held memory gave {[mib(x) for x in touched]}")
