"""Balloons have nothing more to give: identical pages are merged, within the CPU cap, and the host is left as found."""

import os
import time

from lab import host, scenes
from lab.units import MIB, mib
from lab.waiting import eventually
from lab.world import Skip

CAP = 0.20
PAGE = os.sysconf("SC_PAGE_SIZE")


def test_identical_pages_are_merged_when_balloons_are_exhausted(world):
    if host.ksm("run") is None:
        raise Skip("this kernel has no KSM")
    world.defer(host.ksm_at_rest())
    found = host.ksm_settings()
    pool = world.make_pool(1900)
    guests = world.guests(8, memory=256)
    for guest in guests:
        guest.do("alloc 100M same name=same")
    before = pool.usage()
    assert before > 0.8, f"not tight: {before:.0%}"
    daemon = world.daemon(
        ksm={"mode": "auto", "cpu-limit": f"{CAP:.0%}"}, guests={"defaults": {"floor": "256M"}}
    )
    ticks, began = host.ksmd_cpu_ticks(), time.monotonic()
    eventually(lambda: pool.usage() < 0.8, 90, lambda: f"merged under the limit; usage {pool.usage():.1%}")
    took = time.monotonic() - began
    time.sleep(5)  # the scan that brought it under the limit is not over
    saved = int(host.ksm("pages_sharing")) * PAGE
    ksmd = (host.ksmd_cpu_ticks() - ticks) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - began)
    world.note(
        f"usage {before:.1%} to {pool.usage():.1%}: under the limit after {took:.1f} s, {mib(saved)} shared, ksmd "
        f"{ksmd:.1%} of a processor"
    )
    assert saved > 100 * MIB
    assert ksmd < CAP + 0.05
    assert all(guest.actual() == guest.size for guest in guests), "no guest went below its floor"
    assert daemon.stop() == 0
    assert host.ksm_settings() == found, "the settings found are put back"
    scenes.nobody_harmed(pool, guests)


def test_ksm_is_never_touched_when_it_is_off(world):
    if host.ksm("run") is None:
        raise Skip("this kernel has no KSM")
    found = host.ksm_settings()
    world.make_pool(900)
    guests = world.guests(4, memory=256)
    for guest in guests:
        guest.do("alloc 100M same name=same")
    daemon = world.daemon(guests={"defaults": {"floor": "256M"}})
    world.wait_fresh(daemon, guests)
    time.sleep(5)
    assert host.ksm_settings() == found
