"""A guest that reboots while its balloon is inflated comes back managed and at its target."""

import time

from lab.units import MIB
from lab.waiting import eventually


def rebooted(guest):
    """Until the agent of the rebooted guest says it is up."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        message = guest.agent.receive(1)
        if message and message.get("event") == "booted":
            return
    raise AssertionError(f"{guest.name} did not come back")


def test_a_reboot_keeps_the_target(world):
    guest, neighbour = world.guests(2)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest, neighbour])
    daemon.ask("set", "vm1", "256M")
    eventually(lambda: guest.actual() == 256 * MIB, 5, "pinned")
    guest.watch.events.clear()
    guest.do("reboot")
    began = time.monotonic()
    assert guest.watch.wait_event("RESET", 5)
    rebooted(guest)
    eventually(lambda: guest.actual() == 256 * MIB, 15, "at its target again")
    eventually(lambda: daemon.states() == {"vm1": "fresh", "vm2": "fresh"}, 15, "both fresh")
    world.note(f"managed again {time.monotonic() - began:.1f} s after the reset")
    assert guest.watch.polling_interval() > 0
    assert neighbour.actual() == neighbour.size
