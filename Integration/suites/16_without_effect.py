"""Balloons that return nothing (huge pages, locked memory) are recognised, and their guests left alone."""

import time

from lab import host
from lab.units import MIB
from lab.waiting import eventually
from lab.world import Skip


def is_left_alone(world, special, **changes):
    pool = world.make_pool(6000)
    guest = world.guest("vm1", memory=256, **changes)
    others = world.guests(2)
    guest.do("alloc 100M name=history")
    guest.do("free history")
    world.touch_histories(others, 300)
    # How much such a QEMU occupies depends on how it holds its memory: the line is drawn where it bites.
    pool.set_limit(int(pool.used() / 0.85))
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest, *others])
    eventually(lambda: sum(other.size - other.actual() for other in others) > 50 * MIB, 15, "the ordinary guests give")
    eventually(lambda: guest.actual() == guest.size, 20, f"the guest with {special} has all its memory")
    time.sleep(4)
    assert guest.actual() == guest.size
    inputs = next(entry for entry in daemon.ask("explain", "vm1")["guests"] if entry["name"] == "vm1")["inputs"]
    assert inputs["can_give"] is False, inputs
    world.note(f"{special}: left alone, usage {pool.usage():.1%}")


def test_a_guest_on_huge_pages_is_left_alone(world):
    try:
        world.defer(host.huge_pages(140))
    except OSError as error:
        raise Skip(f"no huge pages: {error}") from None
    is_left_alone(
        world, "huge pages", backend="memory-backend-memfd,id=ram0,size=256M,hugetlb=on,hugetlbsize=2M,prealloc=on"
    )


def test_a_guest_with_locked_memory_is_left_alone(world):
    is_left_alone(world, "locked memory", extra=("-overcommit", "mem-lock=on"))
