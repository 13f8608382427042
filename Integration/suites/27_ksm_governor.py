"""The KSM governor on the real kernel, beside ksmtuned's rule: the same guests, the same pool, one table."""

import contextlib
import os
import time
from pathlib import Path

from lab import host, scenes
from lab.ksmtuned import Ksmtuned
from lab.units import MIB, mib
from lab.waiting import eventually
from lab.world import Skip

CAP = 0.20
SECONDS = 55
# ksmtuned's KSM_MONITOR_INTERVAL. At its default of 60 s it would not have begun when the test ends.
INTERVAL = 10
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def ksmd_seconds():
    return host.ksmd_cpu_ticks() / TICK


def saved():
    return int(host.ksm("pages_sharing")) * PAGE


def other_qemus():
    """QEMUs of somebody else: ksmd would scan and merge theirs first, and the figures would be theirs."""
    count = 0
    for process in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            count += process.read_text().startswith("qemu-system")
    return count


def identical_guests(world):
    """Eight guests of 256 MiB with 100 MiB of identical pages each, in a pool that balloons cannot hold: floors are sizes."""
    if host.ksm("run") is None:
        raise Skip("this kernel has no KSM")
    if others := other_qemus():
        raise Skip(f"{others} other QEMUs run on this host, and KSM is the host's")
    world.defer(host.ksm_at_rest())
    pool = world.make_pool(1900)
    return pool, tight(world, pool)


def tight(world, pool):
    guests = world.guests(8, memory=256)
    for guest in guests:
        guest.do("alloc 100M same name=same")
    assert pool.usage() > 0.8, f"not tight: {pool.usage():.0%}"
    return guests


def governed(world):
    return world.daemon(ksm={"mode": "auto", "cpu-limit": f"{CAP:.0%}"}, guests={"defaults": {"floor": "256M"}})


def renewed(world, pool, guests):
    """The same scene with other guests: memory that was merged once and taken apart again is not the same."""
    for guest in guests:
        guest.stop()
    # The scanner stands still and would keep counting pages of processes that are gone.
    (host.KSM / "run").write_text("2")
    (host.KSM / "run").write_text("0")
    eventually(lambda: saved() == 0, 20, lambda: f"nothing merged; {mib(saved())}")
    return tight(world, pool)


class Run:
    """What one ruler did with KSM in `SECONDS` seconds."""

    def __init__(self, name, pool):
        self.name = name
        began, first = time.monotonic(), ksmd_seconds()
        readings, self.under = [(began, first)], None
        while (now := time.monotonic()) < began + SECONDS:
            time.sleep(0.25)
            readings.append((now, ksmd_seconds()))
            if self.under is None and pool.usage() < scenes.LIMIT:
                self.under = now - began
        self.saved = saved()
        self.cpu = readings[-1][1] - first
        self.share = self.cpu / (readings[-1][0] - began)
        self.peak = max(
            ((b[1] - a[1]) / (b[0] - a[0]) for a in readings for b in readings if 5 <= b[0] - a[0] < 6), default=0.0
        )
        self.usage = pool.usage()

    @property
    def yields(self):
        """MiB saved a CPU second of ksmd."""
        return self.saved / MIB / max(self.cpu, 0.01)

    def row(self):
        under = f"{self.under:.1f} s" if self.under is not None else "never"
        return (
            f"{self.name:<22} {under:>10} {self.usage:>7.1%} {mib(self.saved):>9} {self.cpu:>7.2f} s {self.share:>6.1%} "
            f"{self.peak:>6.1%} {self.yields:>7.0f}"
        )


def test_it_merges_under_the_limit_within_its_cap_and_for_less_than_ksmtuned(world):
    pool, guests = identical_guests(world)
    found = host.ksm_settings()
    daemon = governed(world)
    ours = Run(f"balloond, cap {CAP:.0%}", pool)
    report = daemon.ask("ksm")
    assert daemon.stop() == 0
    left = host.ksm_settings()
    world.note(
        f"{'in ' + str(SECONDS) + ' s':<22} {'under 80 %':>10} {'usage':>7} {'saved':>9} {'ksmd CPU':>9} {'mean':>6} "
        f"{'5 s':>6} {'MiB/CPU-s':>7}"
    )
    world.note(ours.row())
    world.note(f"balloond says: {report['phase']}: {report['reason']['sentence']}")
    assert left == found, f"the settings found are put back: {found}, not {left}"
    assert ours.under is not None, "never under the limit"
    assert ours.share <= CAP + 0.02
    assert ours.peak <= CAP + 0.10, "five seconds in which merging begins may be over, and are paid back"
    assert ours.saved > 400 * MIB
    assert all(guest.actual() == guest.size for guest in guests), "no guest went below its floor"
    scenes.nobody_harmed(pool, guests)
    guests = renewed(world, pool, guests)
    with Ksmtuned(pool, guests, interval=INTERVAL):
        theirs = Run(f"ksmtuned, every {INTERVAL} s", pool)
    world.note(theirs.row())
    assert ours.yields >= theirs.yields * 0.8
    scenes.nobody_harmed(pool, guests)


def test_an_operator_steers_it_and_is_refused_what_would_not_fit(world):
    pool, guests = identical_guests(world)
    daemon = governed(world)
    eventually(lambda: pool.usage() < 0.8 and saved() > 300 * MIB, 60, lambda: f"merged; {pool.usage():.1%}")
    assert daemon.ask("ksm", "stop")["hold"] == "stop"
    eventually(lambda: host.ksm("run") == "0", 5, lambda: "scanning stopped")
    kept = saved()
    assert kept > 300 * MIB, "what is merged stays merged"
    refused = daemon.control("ksm", "unmerge")
    assert refused.returncode == 1 and "is left under the high watermark" in refused.stderr, refused
    assert saved() == kept and host.ksm("run") == "0"
    rows = {row["name"]: row for row in daemon.ask("ksm", "guests")["guests"]}
    assert all(rows[guest.name]["mergeable"] for guest in guests), rows
    merging = sum(row["merging_bytes"] for row in rows.values())
    assert merging >= kept, f"{mib(merging)} merging, {mib(kept)} kept"
    for guest in guests[2:]:
        guest.do("free same")
    for guest in guests[4:]:
        guest.stop()
    eventually(lambda: daemon.control("ksm", "unmerge").returncode == 0, 20, lambda: f"room; {pool.usage():.1%}")
    assert saved() == 0 and host.ksm("run") == "0"
    assert daemon.ask("status")["ksm"]["hold"] == "stop"
    world.note(f"stopped with {mib(kept)} merged; unmerge refused at first: {refused.stderr.strip()}")


def test_somebody_else_who_keeps_setting_it_is_answered_and_then_left_alone(world):
    identical_guests(world)
    daemon = governed(world)
    eventually(lambda: host.ksm("run") == "1", 20, lambda: "it began")
    answered = 0
    deadline = time.monotonic() + 90
    while daemon.ask("ksm")["phase"] != "contested" and time.monotonic() < deadline:
        (host.KSM / "run").write_text("0")
        with contextlib.suppress(AssertionError):
            eventually(lambda: host.ksm("run") == "1", 8, lambda: "set right")
            answered += 1
    report = daemon.ask("ksm")
    assert report["phase"] == "contested", report
    time.sleep(3)
    assert host.ksm("run") == "0", f"{host.ksm_settings()} {report}"
    assert any(alarm["code"] == "ksm-contested" for alarm in daemon.ask("status")["alarms"])
    world.note(f"set right {answered} times, then left alone with an alarm")
    assert answered >= 3
