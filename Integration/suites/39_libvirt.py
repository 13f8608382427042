"""A guest of libvirt's with a second QMP socket: balloond steers it, and virsh goes on working."""

import re

from lab.libvirt import Libvirt, Unavailable
from lab.units import MIB
from lab.waiting import eventually
from lab.world import Skip


def statistic(libvirt, name):
    """In bytes; virsh counts in KiB."""
    return int(re.search(rf"^{name} (\d+)$", libvirt.ask("dommemstat", "g1"), re.MULTILINE)[1]) * 1024


def test_virsh_and_balloond_share_a_guest(world):
    try:
        libvirt = world.defer(Libvirt(world.directory, second_socket=True))
    except Unavailable as error:
        raise Skip(f"libvirt cannot be run here: {error}") from None
    daemon = world.daemon(discovery={"sockets": [str(libvirt.socket)]})
    eventually(lambda: daemon.states() == {"g1": "fresh"}, 30, lambda: f"balloond takes the guest up: {daemon.states()}")
    assert libvirt.ask("domstate", "g1").strip() == "running"
    result = daemon.control("set", "g1", "300M", "--wait")
    assert result.returncode == 0, result.stderr
    eventually(lambda: statistic(libvirt, "actual") == 300 * MIB, 5, "virsh sees what balloond did")
    daemon.ask("unset", "g1")
    libvirt.ask("setmem", "g1", "400M", "--live")
    eventually(lambda: daemon.guests()["g1"]["actual_bytes"] == 400 * MIB, 10, "balloond sees what virsh did")
    libvirt.ask("suspend", "g1")
    eventually(lambda: daemon.guests()["g1"]["running"] is False, 10, "a suspended guest is seen as such")
    libvirt.ask("resume", "g1")
    eventually(lambda: daemon.guests()["g1"]["running"] is True, 10, "and a resumed one")
    assert statistic(libvirt, "usable") > 0
    libvirt.ask("destroy", "g1")
    eventually(lambda: daemon.states().get("g1", "gone") in ("gone", "connecting"), 10, "the guest is gone")
