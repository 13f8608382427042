"""A guest whose driver comes up late is left alone until then, and managed from then on."""

import time

from lab.units import MIB
from lab.waiting import eventually


def test_a_late_driver_makes_the_guest_fresh(world):
    late = world.guest("vm1", memory=256, append="SKIP_MODULES=virtio_balloon")
    daemon = world.daemon()
    world.wait_states(daemon, {"vm1": "unmanaged"})
    late.do("insmod virtio_balloon")
    loaded = time.monotonic()
    world.wait_states(daemon, {"vm1": "fresh"})
    world.note(f"fresh {time.monotonic() - loaded:.1f} s after the driver loaded")
    daemon.ask("set", "vm1", "192M")
    eventually(lambda: late.actual() == 192 * MIB, 10, "the new guest obeys")


def test_a_driver_that_leaves_is_noticed(world):
    guest = world.guest("vm1", memory=256)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    guest.do("rmmod virtio_balloon")
    eventually(lambda: daemon.states()["vm1"] in ("stale", "unmanaged"), 15, "no longer fresh without its driver")
    guest.do("insmod virtio_balloon")
    world.wait_fresh(daemon, [guest])
