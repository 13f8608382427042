"""Simulated scenarios played in real time against the real daemon, over real sockets and files: the bars of the simulator
hold there as well.

All scenarios run at once, since each needs hardly any processor; each in a directory of its own.
"""

import json
import subprocess

from lab.paths import binary

BESIDE = True
# By scenario: seconds of it. Most begin with a calm minute.
SCENARIOS = {
    "ramp-50": 150,
    "rolling-bursts": 110,
    "host-takes-a-fifth": 110,
    "pins": 150,
    "silent-and-paused": 150,
}
# Time over the line where foresight is never over it, as a part of all time.
OVER_SHARE = 0.001
# The first step after a start and what one late wake-up of a machine that others share costs.
REAL_TIME_SECONDS = 0.5


def served(name, seconds):
    """`balloonsim serve` on its way."""
    command = [binary("balloonsim"), "serve", name, "--run", binary("balloond"), "--seconds", str(seconds), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def outcome(name, process):
    """(figures by who held the pool, notes); AssertionError when the run did not end in order."""
    output, errors = process.communicate(timeout=170)
    assert process.returncode == 0, f"{name}: exit {process.returncode}: {errors}{output}"
    lines = [json.loads(line) for line in output.splitlines()]
    return {line["rule"]: line for line in lines if "rule" in line}, [line["note"] for line in lines if "note" in line]


def kills(figures):
    return figures["guest_oom_kills"] + figures["host_oom_kills"]


def words(name, figures):
    over, moved = figures["over_share"] * 100, figures["moved_bytes"] / (1 << 30)
    return (
        f"{name}: {over:.2f} % over, peak {figures['peak'] * 100:.1f} %, {kills(figures)} kills, "
        f"harm {figures['harm_mib_seconds']:.0f} MiB s, {moved:.2f} GiB moved by {figures['commands']} commands"
    )


def test_the_line_is_held_as_in_the_simulator(world):
    processes = {name: served(name, seconds) for name, seconds in SCENARIOS.items()}

    def end():
        for process in processes.values():
            if process.poll() is None:
                process.terminate()
                process.wait(15)

    world.at_end(end)
    failures = []
    for name, process in processes.items():
        figures, notes = outcome(name, process)
        ours, simulated, foresight = figures["served"], figures["simulated"], figures["foresight"]
        world.note(words(f"{name} served", ours))
        world.note(words(f"{name} simulated", simulated))
        for note in notes:
            world.note(f"{name}: {note}")
        bar = OVER_SHARE if foresight["over_share"] == 0 else 1.2 * foresight["over_share"]
        if ours["over_share"] > bar + REAL_TIME_SECONDS / SCENARIOS[name]:
            failures.append(f"{name} is over the line for {ours['over_share'] * 100:.2f} % of the time")
        if kills(ours) > max(kills(simulated), kills(foresight)):
            failures.append(f"{name}: {kills(ours)} processes were killed")
        if ours["swapped_out_bytes"] > foresight["swapped_out_bytes"]:
            failures.append(f"{name}: the host swapped")
        assert ours["cycles"] >= 0.9 * SCENARIOS[name], f"{name}: the daemon decided {ours['cycles']} times only"
        assert any(run["commands"] for run in (ours, simulated)), f"{name} is no scene: nothing had to be done"
    assert not failures, "; ".join(failures)
