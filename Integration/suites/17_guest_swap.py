"""A guest that has swap of its own is not squeezed into using it."""

import time

from lab import scenes
from lab.units import MIB, mib


def test_a_guest_is_not_squeezed_into_swapping(world):
    pool = world.make_pool(2048)
    swapper, *others = world.guests(5)
    swapper.do("zram 256M")
    swapper.do("alloc 280M text name=work")
    world.touch_histories(others, 280)
    before = swapper.do("stat")
    assert before["SwapTotal"] > 0
    daemon = world.daemon()
    world.wait_fresh(daemon, [swapper, *others])
    scenes.brought_under(pool)
    time.sleep(8)
    after = swapper.do("stat")
    swapped = (after["pswpout"] - before["pswpout"]) * 4096
    world.note(f"usage {pool.usage():.1%}, actual {mib(swapper.actual())}, swapped out in the guest {mib(swapped)}")
    assert swapped < 8 * MIB
    assert after["killed"] == 0 and after["oom_kill"] == 0
    assert swapper.actual() >= 300 * MIB
