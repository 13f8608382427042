"""A dry run decides and explains, and sends nothing."""

import time

from lab import scenes


def test_a_dry_run_moves_no_balloon(world):
    pool, guests = scenes.crowded_host(world)
    daemon = world.daemon("--dry-run", ksm={"mode": "auto"})
    world.wait_fresh(daemon, guests)
    for guest in guests:
        guest.watch.events.clear()
    before = pool.usage()
    time.sleep(6)
    explained = daemon.ask("explain")
    wished = [entry["name"] for entry in explained["guests"] if entry.get("target_bytes", 1 << 60) < 512 << 20]
    assert wished, f"it says what it would do: {explained}"
    for guest in guests:
        assert guest.watch.wait_event("BALLOON_CHANGE", 0.05) is None
        assert guest.actual() == guest.size
    assert abs(pool.usage() - before) < 0.02
    assert daemon.ask("status")["dry_run"] is True
