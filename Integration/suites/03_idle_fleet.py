"""A host filled by guests that use nothing is brought under its limit by their idle memory alone."""

import time

from lab import scenes


def test_an_idle_fleet_is_brought_under_the_limit(world):
    pool, guests = scenes.crowded_host(world)
    started_at = pool.usage()
    daemon = world.daemon()
    began = time.monotonic()
    scenes.brought_under(pool)
    took = time.monotonic() - began
    scenes.settled(pool)
    world.note(f"usage {started_at:.1%}, under 80 % after {took:.1f} s, settled at {pool.usage():.1%}")
    floor = daemon.guests()["vm1"]["floor_bytes"]
    assert all(guest.actual() >= floor for guest in guests)
    scenes.nobody_harmed(pool, guests)


def test_nothing_moves_on_a_host_with_room(world):
    world.make_pool(3072)
    guests = world.guests(3)
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    for guest in guests:
        guest.watch.events.clear()
    time.sleep(5)
    for guest in guests:
        assert guest.watch.wait_event("BALLOON_CHANGE", 0.1) is None
        assert guest.actual() == guest.size
