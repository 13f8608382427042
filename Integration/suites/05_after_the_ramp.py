"""What a guest freed after its ramp is there for the next guest that needs it."""

import time

from lab import scenes
from lab.units import MIB, mib


def test_memory_freed_by_one_guest_serves_the_next(world):
    pool, guests = scenes.crowded_host(world)
    first, second = guests[0], guests[1]
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    scenes.settled(pool)
    scenes.ramp(first)
    scenes.ramp_result(first)
    first.do("free ramp")
    held = first.resident()
    witness = world.sampler()
    for name in ("one", "two"):  # more than the others could give without the first
        began = time.monotonic()
        scenes.ramp(second if name == "one" else guests[2], name=name)
        scenes.ramp_result(second if name == "one" else guests[2], name=name)
        time.sleep(3)
        world.note(f"ramp {name}: over 80 % for {witness.seconds_over(began):.2f} s, peak {witness.peak(began):.1%}")
    returned = held - first.resident()
    world.note(f"{mib(returned)} of the first guest returned to the host")
    assert returned > 100 * MIB
    assert witness.seconds_over() <= 2.0
    scenes.nobody_harmed(pool, guests)
