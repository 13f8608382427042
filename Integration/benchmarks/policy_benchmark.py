"""A round of a plugin for a thousand guests: what it takes, and what of it the daemon pays."""

import subprocess

from measure import HERE, median, spread

from lab.paths import binary

GUESTS = 1000
ROUNDS = 200
WALL_LIMIT = 8  # milliseconds at the median
CPU_LIMIT = 2  # milliseconds of the thread that asks, at the median


def build_plugin(kit, directory):
    """The plugin, built as its author would; its path."""
    plugin = directory / "a-page-less.so"
    command = ["swiftc", "-O", "-emit-library", "-o", plugin, HERE / "policy_plugin.swift"]
    subprocess.run([*command, "-I", kit / "swift", "-L", kit, "-lBalloonKit"], check=True, cwd=directory)
    return plugin


def rounds(kit, plugin, moved):
    """(wall, CPU) milliseconds of each round that moves so many guests. RuntimeError when it moved others."""
    host = kit / "balloon-policyhost"
    command = [binary("policybench"), host, plugin, str(GUESTS), str(ROUNDS), f"every={GUESTS // moved}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    lines = [line.split() for line in output.splitlines()]
    if len(lines) != ROUNDS or any(int(line[2]) != moved for line in lines):
        raise RuntimeError(f"{len(lines)} rounds, and not all of them moved {moved} guests")
    return [1000 * float(line[0]) for line in lines], [1000 * float(line[1]) for line in lines]


def run(table, world):
    kit = binary("policy")
    plugin = build_plugin(kit, world.directory)
    for moved in (GUESTS // 10, GUESTS):
        wall, cpu = rounds(kit, plugin, moved)
        table.figure(f"a round for {GUESTS} guests that moves {moved}, wall time", median(wall), " ms", WALL_LIMIT)
        table.figure("  of it CPU of whoever asks", median(cpu), " ms", CPU_LIMIT)
        print("  10th to 90th percentile: {:.2f} to {:.2f} ms".format(*spread(wall)), flush=True)
