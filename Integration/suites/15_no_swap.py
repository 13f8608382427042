"""A host with swap: the daemon acts before anything is swapped out."""

import subprocess
import time

from lab import host, scenes
from lab.units import GIB
from lab.world import Skip


def test_a_host_with_swap_does_not_use_it(world):
    try:
        world.defer(host.swap_file(world.directory, GIB))
    except (OSError, subprocess.CalledProcessError) as error:
        raise Skip(f"no swap can be switched on here: {error}") from None
    pool, guests = scenes.crowded_host(world, spare=2, working_mib=120, history_mib=180)
    unaided = pool.used() + 2 * scenes.RAMP * (1 << 20)
    assert unaided > pool.limit, "without a daemon the kernel would have to swap"
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    scenes.settled(pool)
    witness = world.sampler()
    for guest in guests[:2]:
        scenes.ramp(guest)
    for guest in guests[:2]:
        scenes.ramp_result(guest)
    time.sleep(3)
    world.note(
        f"two ramps of {scenes.RAMP} MiB at once: peak {witness.peak():.1%}, over 80 % for "
        f"{witness.seconds_over():.2f} s, swapped {witness.swap_peak} bytes"
    )
    assert witness.swap_peak == 0
    scenes.nobody_harmed(pool, guests)
