"""`balloonctl set` against a bare C client, on a QEMU that answers at once and on a real one, and against `virsh setmem`
with a real libvirtd."""

import os
import subprocess

from measure import Share, compile_reference, median, run_once, spread
from poll_benchmark import daemon_on, healthy

from lab.fakehost import fake_fleet
from lab.libvirt import Libvirt, Unavailable
from lab.paths import REPOSITORY, binary
from lab.waiting import eventually

RUNS = 200
WALL_LIMIT = 3.5  # times the C client
CPU_LIMIT = 1 / 3  # of virsh
MIB = 1 << 20


def size(turn):
    """Two sizes in turn, so that each call really sets something and moves little."""
    return (480 + turn % 2) * MIB


def wall_ratio(table, where, reference, socket, command):
    """Medians of interleaved runs, all of them counted: the C client on `socket`, ours as `command(turn)`."""
    walls = {"C client": [], "balloonctl": []}
    for turn in range(RUNS):
        walls["C client"].append(run_once([reference, socket, size(turn)])[0])
        walls["balloonctl"].append(run_once(command(turn))[0])
    for name, values in walls.items():
        low, high = (value * 1000 for value in spread(values))
        table.figure(f"{name} on {where}, median of {RUNS}", median(values) * 1000, f" ms  ({low:.2f} to {high:.2f})")
    ratio = median(walls["balloonctl"]) / median(walls["C client"])
    table.figure(f"balloonctl set / C client on {where}, wall", ratio, " x", WALL_LIMIT)


def wall_on_fakes(table, world, reference):
    """The stricter one: nothing but our own work, as this QEMU takes no time; one for each, they serve one client."""
    ours, theirs = world.directory / "fake", world.directory / "fake-bare"
    with fake_fleet(ours, "--count", "1"), fake_fleet(theirs, "--count", "1"):
        (socket,) = theirs.glob("*.sock")
        daemon = daemon_on(world, ours)
        eventually(lambda: healthy(daemon, 1), 20, "the fake guest fresh")
        wall_ratio(table, "a fake", reference, socket, lambda turn: balloonctl(daemon, "guest0000", size(turn)))
        daemon.stop()


def balloonctl(daemon, guest, target):
    return [binary("balloonctl"), "set", guest, f"{target // MIB}M", "--socket", daemon.socket]


def cpu_alone(table, guest, daemon):
    """Where there is no libvirt: what balloonctl and balloond spend, without a comparison."""
    share, clients = Share(daemon.process.pid), []
    share.begin()
    for turn in range(RUNS):
        clients.append(run_once(balloonctl(daemon, guest.name, size(turn)))[1])
    report(table, "balloonctl set", "balloond", clients, share.each(RUNS))


def cpu_ratio(table, guest, daemon, libvirt):
    """CPU of client and server together, ours against libvirt's, interleaved."""
    environment = {**os.environ, **libvirt.environment}
    shares = [Share(daemon.process.pid), Share(libvirt.daemon.pid)]
    ours, theirs = [], []
    for share in shares:
        share.begin()
    for turn in range(RUNS):
        ours.append(run_once(balloonctl(daemon, guest.name, size(turn)))[1])
        theirs.append(run_once(libvirt.virsh("setmem", "g1", f"{size(turn) >> 10}", "--live"), environment)[1])
    servers = [share.each(RUNS) for share in shares]
    report(table, "balloonctl set", "balloond", ours, servers[0])
    report(table, "virsh setmem", "libvirtd", theirs, servers[1])
    ratio = (median(ours) + servers[0]) / (median(theirs) + servers[1])
    table.figure("balloonctl set / virsh setmem, CPU, client and server", ratio, " x", CPU_LIMIT)


def report(table, command, server, clients, share):
    table.figure(f"{command}, CPU of the client, median of {RUNS}", median(clients) * 1000, " ms")
    table.figure(f"{command}, {server}'s share of CPU, mean", share * 1000, " ms")


def cpu_against_virsh(table, world, guest, daemon):
    installed = subprocess.run(
        [REPOSITORY / "scripts" / "install-packages", "libvirt-clients", "libvirt-daemon-system"], check=False
    )
    try:
        if installed.returncode != 0:
            raise Unavailable("the packages cannot be installed")
        with Libvirt(world.directory) as libvirt:
            cpu_ratio(table, guest, daemon, libvirt)
    except Unavailable as reason:
        cpu_alone(table, guest, daemon)
        table.skip("balloonctl set / virsh setmem, CPU", str(reason))


def run(table, world):
    reference = compile_reference("set_reference", world.directory)
    wall_on_fakes(table, world, reference)
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    guest.release_watch()  # the C client takes the second monitor: QEMU serves one client a monitor
    watch = guest.run / "watch.sock"
    wall_ratio(table, "QEMU", reference, watch, lambda turn: balloonctl(daemon, guest.name, size(turn)))
    cpu_against_virsh(table, world, guest, daemon)
