"""A daemon killed in the middle of its work leaves balloons where they are; its successor finishes."""

import time

from lab import scenes
from lab.waiting import eventually


def stands_still(guests, seconds=1.5):
    before = [guest.actual() for guest in guests]
    time.sleep(seconds)
    return [guest.actual() for guest in guests] == before


def test_a_daemon_killed_in_mid_action_converges_after_its_restart(world):
    pool, guests = scenes.crowded_host(world)
    daemon = world.daemon()
    eventually(lambda: any(guest.actual() < guest.size for guest in guests), 15, "the first balloon moves")
    daemon.kill()
    # what was asked for is still being done: afterwards nothing moves, and nothing was given back
    eventually(lambda: stands_still(guests), 20, "without a daemon balloons come to rest where they were sent")
    assert any(guest.actual() < guest.size for guest in guests)
    world.note(f"left at {pool.usage():.1%}")
    began = time.monotonic()
    daemon.start()
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    scenes.settled(pool)
    world.note(f"converged to {pool.usage():.1%} in {time.monotonic() - began:.1f} s after the restart")
    scenes.nobody_harmed(pool, guests)


def test_a_stopped_daemon_leaves_balloons_or_deflates_them_as_configured(world):
    (guest,) = world.guests(1)
    for choice, expected in (("keep", 256 << 20), ("deflate", guest.size)):
        daemon = world.daemon(daemon={"on-stop": choice})
        world.wait_fresh(daemon, [guest])
        daemon.ask("set", "vm1", "256M")
        eventually(lambda: guest.actual() == 256 << 20, 10, "pinned")
        daemon.ask("unset", "vm1")
        assert daemon.stop() == 0
        eventually(lambda expected=expected: guest.actual() == expected, 5, f"on-stop {choice}")
