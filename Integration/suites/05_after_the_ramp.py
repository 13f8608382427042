"""What a guest freed after its ramp is there for the next guest that needs it."""

import time

from lab import scenes
from lab.units import MIB, mib


def test_memory_freed_by_one_guest_serves_the_next(world):
    # about 60 % once every history is taken back: room for one ramp of 10 % and the reserves, not for two
    pool, guests = scenes.crowded_host(world, spare=2, working_mib=170, history_mib=120)
    first, second = guests[:2]
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    scenes.settled(pool)
    witness = world.sampler()
    scenes.ramp(first)
    scenes.ramp_result(first)
    first.do("free ramp")
    held = first.resident()
    scenes.ramp(second)
    scenes.ramp_result(second)
    time.sleep(3)
    returned = held - first.resident()
    world.note(
        f"{mib(returned)} of the first guest returned to the host; over 80 % for {witness.seconds_over():.2f} s, peak "
        f"{witness.peak():.1%}"
    )
    assert returned > 100 * MIB
    assert witness.seconds_over() <= 2.0
    scenes.nobody_harmed(pool, guests)
