"""A guest that migrates is left alone while it does, and managed again when it stays."""

from lab.units import MIB
from lab.waiting import eventually


def migrate(guest, bandwidth):
    guest.watch.command("migrate-set-parameters", **{"max-bandwidth": bandwidth})
    guest.watch.command("migrate", uri="exec:cat > /dev/null")


def test_a_migrating_guest_is_left_alone(world):
    guest, _neighbour = world.guests(2)
    migrate(guest, 1 << 16)
    daemon = world.daemon()
    world.wait_states(daemon, {"vm1": "unmanaged", "vm2": "fresh"}, 20)
    reason = daemon.guests()["vm1"]["state_reason"]
    assert "migrating (active)" in reason, reason
    assert guest.watch.status() == "running"
    guest.watch.command("migrate_cancel")
    world.wait_states(daemon, {"vm1": "fresh", "vm2": "fresh"}, 20)
    migrate(guest, 1024 * MIB)
    eventually(lambda: guest.watch.status() == "postmigrate", 20, "sent away")
    world.wait_states(daemon, {"vm1": "stale", "vm2": "fresh"}, 20)
    assert "migrated away" in daemon.guests()["vm1"]["state_reason"]
