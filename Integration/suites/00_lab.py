"""The lab itself: what the other suites believe in is true of this machine before any daemon runs."""

from lab.units import MIB
from lab.waiting import eventually


def test_a_balloon_set_by_hand_returns_memory_to_the_pool(world):
    pool = world.make_pool(1024)
    (guest,) = world.guests(1)
    world.touch_histories([guest], 300)
    resident, used = guest.resident(), pool.used()
    assert resident > 380 * MIB, "what the guest touched is resident"
    guest.watch.balloon(128 * MIB)
    eventually(lambda: guest.actual() == 128 * MIB, 10, "inflated")
    assert resident - guest.resident() > 200 * MIB
    assert used - pool.used() > 200 * MIB


def test_what_the_guest_kernel_kills_is_counted(world):
    (guest,) = world.guests(1)
    guest.watch.balloon(128 * MIB)
    eventually(lambda: guest.actual() == 128 * MIB, 10, "inflated")
    guest.do("alloc 300M name=victim async")
    assert guest.agent.wait_event("killed", "victim", 20)
    assert guest.killed() == 1
