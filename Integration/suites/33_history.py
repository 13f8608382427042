"""What was done is remembered with what came of it: across a kill, and whatever the disk does."""

import subprocess
import time

from lab.fakehost import FakeHost
from lab.units import MIB
from lab.waiting import eventually
from lab.world import Skip

BESIDE = True
LEAP = 2200  # MiB that somebody else takes: from 70 % of the host to 85 %
STEP = 5  # s, of the finest course


def moves(client, **options):
    return client.command("query-moves", **options)["moves"]


def ended(client, *states):
    """Moves whose outcome is one of these."""
    return [move for move in moves(client, limit=1000) if move.get("outcome", {}).get("state") in states]


def recorded(client):
    """Moves that are in the course, too: a step of it is written when it is over."""
    return client.command("query-period", since_unix_seconds=0)["moves"]


def test_a_move_is_remembered_with_its_outcome_across_a_kill(world):
    host = FakeHost(world)
    daemon = host.daemon()
    world.wait_states(daemon, {name: "fresh" for name in host.sizes})
    before = {guest["name"]: guest["actual_bytes"] for guest in daemon.ask("list")["guests"]}
    host.take(LEAP)
    with daemon.qmp() as client:
        eventually(lambda: ended(client, "arrived"), 15, "a move that arrived")
        arrived = ended(client, "arrived")[0]
        tolerance = max(MIB, 0.02 * abs(arrived["target_bytes"] - arrived["actual_bytes"]))
        assert arrived["action"] == "reclaim" and arrived["target_bytes"] < before[arrived["guest"]], arrived
        assert arrived["outcome"]["actual_bytes"] <= arrived["target_bytes"] + tolerance, arrived
        pools = [move["pool"] for move in moves(client, limit=1000)]
        assert any(pool["predicted_bytes"] > pool["high_watermark_bytes"] for pool in pools), pools
        assert arrived["account"].startswith(("cut ", "let off ")) and arrived["inputs"]["state"] == "fresh"
        eventually(lambda: all(move.get("outcome") for move in moves(client, limit=1000)), 15, "all moves ended")
        asked = time.time() - 0.5
        known = moves(client, limit=1000, until_unix_seconds=asked)
        eventually(lambda: recorded(client) >= len(known), 10, "the moves in the course")
    daemon.kill()
    killed = time.time()
    daemon.start()
    with daemon.qmp() as client:
        again = moves(client, limit=1000, until_unix_seconds=asked)
        assert again == known, f"{len(again)} of {len(known)} moves are the same after the kill"
        course = client.command("query-history", since_unix_seconds=killed - 60, until_unix_seconds=killed)
        lost = killed - max(point["time_unix_seconds"] for point in course["pool"]) - STEP
        assert course["step_seconds"] == STEP and lost < STEP + 2, f"{lost:.1f} s are lost"
        period = client.command("query-period", since_unix_seconds=0)
        assert period["moves"] >= len(known) and period["reclaimed_bytes"] > 0, period
    world.note(f"{len(known)} moves, all ended; {max(lost, 0):.1f} s of the course lost by the kill")


def test_a_dry_run_is_remembered_as_such(world):
    host = FakeHost(world)
    daemon = host.daemon(daemon={"dry-run": True})
    host.take(LEAP)
    with daemon.qmp() as client:
        eventually(lambda: moves(client), 10, "moves that would be made")
        assert all(move["dry_run"] and "outcome" not in move for move in moves(client))
        assert recorded(client) == 0


def test_a_full_disk_costs_history_and_nothing_else(world):
    state = world.directory / "state"
    state.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", state], check=False)
    if mounted.returncode != 0:
        raise Skip("no tmpfs can be mounted")
    world.at_end(lambda: subprocess.run(["umount", "--lazy", state], check=True))
    host = FakeHost(world)
    daemon = host.daemon()

    def counter(name):
        return daemon.ask("status")["counters"][name]

    eventually(lambda: counter("history_steps") >= 1, 15, "a step is written")
    filler = state / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    host.take(LEAP)
    eventually(lambda: counter("history_failures") >= 2, 30, "history cannot be written")
    eventually(lambda: host.usage < 0.8, 15, lambda: f"under the line; usage is {host.usage:.1%}")
    log = daemon.log()
    assert log.count("history cannot be written") == 1, log
    steps = counter("history_steps")
    filler.unlink()
    eventually(lambda: counter("history_steps") > steps, 15, "history is written again")
    assert "history is written again" in daemon.log()
    with daemon.qmp() as client:
        assert moves(client), "what could not be written at first is there"
    assert counter("history_dropped") == 0
