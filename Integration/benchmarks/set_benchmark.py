"""`balloonctl set` against a bare C client on QEMU itself, and against `virsh setmem` with a real libvirtd."""

import os
import subprocess

from libvirt import Libvirt, Unavailable
from measure import Share, compile_reference, median, run_once

from lab.paths import REPOSITORY, binary

RUNS = 60
ROUNDS = 3
WALL_LIMIT = 3.5  # times the C client
CPU_LIMIT = 1 / 3  # of virsh
MIB = 1 << 20


def size(turn):
    """Two sizes in turn, so that each call really sets something and moves little."""
    return (480 + turn % 2) * MIB


def wall_ratio(table, guest, daemon, reference):
    """The best of some rounds: other work on the machine can only make a round worse."""
    rounds = []
    for _ in range(ROUNDS):
        walls = {"c": [], "balloonctl": []}
        for turn in range(RUNS):
            walls["c"].append(run_once([reference, guest.run / "watch.sock", size(turn)])[0])
            walls["balloonctl"].append(run_once(balloonctl(daemon, guest, size(turn)))[0])
        rounds.append((median(walls["balloonctl"]) / median(walls["c"]), walls))
    ratio, walls = min(rounds, key=lambda entry: entry[0])
    table.figure("bare C client, one balloon command, median", median(walls["c"]) * 1000, " ms")
    table.figure("balloonctl set, median", median(walls["balloonctl"]) * 1000, " ms")
    table.figure("balloonctl set / C client, wall", ratio, " x", WALL_LIMIT)


def balloonctl(daemon, guest, target):
    return [binary("balloonctl"), "set", guest.name, f"{target // MIB}M", "--socket", daemon.socket]


def cpu_per_call(server, command, environment=None):
    """(client, server share) in CPU seconds a call."""
    share = Share(server)
    clients = []
    shared = share.of(
        lambda: clients.extend(run_once(command(turn), environment)[1] for turn in range(RUNS)), calls=RUNS
    )
    return median(clients), shared


def cpu_against_virsh(table, world, guest, daemon):
    ours = cpu_per_call(daemon.process.pid, lambda turn: balloonctl(daemon, guest, size(turn)))
    table.figure("balloonctl set, CPU of the client", ours[0] * 1000, " ms")
    table.figure("balloonctl set, balloond's share of CPU", ours[1] * 1000, " ms")
    installed = subprocess.run(
        [REPOSITORY / "scripts" / "install-packages", "libvirt-clients", "libvirt-daemon-system"], check=False
    )
    try:
        if installed.returncode != 0:
            raise Unavailable("the packages cannot be installed")
        with Libvirt(world.directory) as libvirt:
            theirs = cpu_per_call(
                libvirt.daemon.pid, lambda turn: libvirt.virsh("setmem", "g1", f"{size(turn) >> 10}", "--live"),
                {**os.environ, **libvirt.environment},
            )  # fmt: skip
    except Unavailable as reason:
        table.skip("balloonctl set / virsh setmem, CPU", str(reason))
        return
    table.figure("virsh setmem, CPU of the client", theirs[0] * 1000, " ms")
    table.figure("virsh setmem, libvirtd's share of CPU", theirs[1] * 1000, " ms")
    table.figure("balloonctl set / virsh setmem, CPU, client and server", sum(ours) / sum(theirs), " x", CPU_LIMIT)


def run(table, world):
    reference = compile_reference("set_reference", world.directory)
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    guest.release_watch()  # the C client takes the second monitor: QEMU serves one client a monitor
    wall_ratio(table, guest, daemon, reference)
    cpu_against_virsh(table, world, guest, daemon)
