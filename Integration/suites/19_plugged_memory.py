"""Plugged memory: the maximum is what the balloon can give back, DIMMs included, virtio-mem not."""

from lab.units import MIB
from lab.waiting import eventually

DIMM_SLOTS = "256M,slots=2,maxmem=2G"


def plug_dimm(guest):
    guest.watch.command("object-add", **{"qom-type": "memory-backend-ram", "id": "dimm1", "size": 128 * MIB})
    guest.watch.command("device_add", driver="pc-dimm", id="plugged1", memdev="dimm1")


def test_a_dimm_plugged_at_run_time_raises_the_maximum(world):
    guest = world.guest("vm1", memory=256, memory_options=DIMM_SLOTS)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    assert daemon.guests()["vm1"]["maximum_bytes"] == 256 * MIB
    plug_dimm(guest)
    eventually(lambda: daemon.guests()["vm1"]["maximum_bytes"] == 384 * MIB, 30, "the DIMM counts")
    assert guest.actual() == 384 * MIB
    daemon.ask("set", "vm1", "300M")
    eventually(lambda: guest.actual() == 300 * MIB, 10, "inflated")
    daemon.ask("set", "vm1", "max")
    eventually(lambda: guest.actual() == 384 * MIB, 10, "all of it back, with the DIMM")


def test_virtio_mem_is_not_the_balloons_to_give(world):
    guest = world.guest(
        "vm1", memory=256, memory_options="256M,maxmem=2G",
        extra=(
            "-object", "memory-backend-ram,id=plug0,size=512M",
            "-device", "virtio-mem-pci,id=vmem0,memdev=plug0,requested-size=0",
        ),
    )  # fmt: skip
    guest.watch.command("qom-set", path="/machine/peripheral/vmem0", property="requested-size", value=256 * MIB)
    eventually(
        lambda: guest.watch.command("qom-get", path="/machine/peripheral/vmem0", property="size") == 256 * MIB,
        10, "plugged by the guest",
    )  # fmt: skip
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    assert daemon.guests()["vm1"]["maximum_bytes"] == guest.actual() == 256 * MIB
