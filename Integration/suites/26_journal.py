"""What the daemon recorded is decided again, to the byte: the ramp on a full host, a reload in the middle."""

import json
import subprocess
import time

from lab import scenes
from lab.paths import binary
from lab.waiting import eventually


def replay(path, *options):
    """Exit code and report of `balloonsim replay`."""
    line = [str(binary("balloonsim")), "replay", str(path), "--json", *options]
    result = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert result.stdout, f"balloonsim replay: exit {result.returncode}: {result.stderr}"
    return result.returncode, json.loads(result.stdout)


def test_a_recorded_ramp_is_decided_again(world):
    pool, guests = scenes.crowded_host(world, working_mib=170, history_mib=90)
    daemon = world.daemon(journal={"enabled": True})
    journal = world.directory / "state" / "journal.jsonl"
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    scenes.settled(pool)
    scenes.ramp(guests[0])
    scenes.ramp_result(guests[0])
    time.sleep(2)
    daemon.reload()
    time.sleep(3)
    sent = daemon.ask("status")["counters"]
    daemon.stop()
    code, report = replay(journal)
    world.note(
        f"{report['cycles']} cycles and {report['samples']} samples in {journal.stat().st_size >> 10} KiB, "
        f"{report['recorded_commands']} commands; differences: {len(report['differences'])}"
    )
    assert code == 0 and not report["differences"], report["differences"][:3]
    assert report["recorded_commands"] >= 3 and report["starts"] == 1 and not report["gaps"]
    assert report["cycles"] >= sent["cycles"] and sent["journal_dropped"] == 0
    code, other = replay(journal, "--set", "limit=95%")
    assert code == 0 and other["differing_cycles"] > 0


def test_a_journal_goes_on_after_a_kill_in_the_middle_of_a_line(world):
    pool = world.make_pool(3072)
    guests = world.guests(2)
    daemon = world.daemon(journal={"enabled": True})
    journal = world.directory / "state" / "journal.jsonl"
    world.wait_fresh(daemon, guests)
    eventually(lambda: journal.stat().st_size > 4096, 10, "records in the journal")
    daemon.kill()
    with open(journal, "ab") as file:
        file.write(b'{"kind":"cycle","cyc')  # as a daemon that dies while it writes leaves it
    daemon.start()
    world.wait_fresh(daemon, guests)
    time.sleep(2)
    daemon.stop()
    code, report = replay(journal)
    world.note(f"{report['cycles']} cycles over two starts, {report['unreadable_lines']} line cut short")
    assert code == 0 and report["starts"] == 2 and report["unreadable_lines"] == 1
    assert not report["differences"]
    assert pool.usage() < 0.8
