"""Guests that do not answer are never inflated and hold nobody up."""

import signal
import time

from lab import scenes
from lab.units import MIB
from lab.waiting import eventually


def hang_three(guests):
    """The second is stopped as a process, the third paused, the fourth panicked."""
    _, stopped, paused, panicked, *_ = guests
    panicked.do("write /proc/sys/kernel/panic 0")
    panicked.do("panic")
    paused.watch.command("stop")
    stopped.signal(signal.SIGSTOP)
    return stopped, paused, panicked


def test_hung_guests_are_left_alone_and_the_others_give(world):
    pool = world.make_pool(2048)
    guests = world.guests(5)
    world.touch_histories(guests, 200)
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    stopped, paused, panicked = hang_three(guests)
    eventually(
        lambda: all(daemon.states()[guest.name] in ("stale", "silent") for guest in (stopped, paused, panicked)),
        15, lambda: f"the hung ones are known to be: {daemon.states()}",
    )  # fmt: skip
    before = [guest.actual() for guest in (paused, panicked)]
    guests[4].do("alloc 250M name=need")
    ages = []
    for _ in range(20):
        ages += [daemon.guests()[name]["statistics_age_seconds"] for name in ("vm1", "vm5")]
        time.sleep(0.25)
    world.note(f"statistics of the healthy guests at most {max(ages):.1f} s old beside three hung ones")
    assert max(ages) < 3.0
    began = time.monotonic()
    daemon.ask("set", "vm1", "300M")
    eventually(lambda: guests[0].actual() == 300 * MIB, 3, "a healthy guest obeys at once")
    world.note(f"a healthy guest was at its pin after {time.monotonic() - began:.2f} s, usage {pool.usage():.1%}")
    assert [guest.actual() for guest in (paused, panicked)] == before
    # a command queued at the stopped process would be carried out once it runs again
    daemon.stop()
    stopped.signal(signal.SIGCONT)
    time.sleep(1)
    assert stopped.actual() == stopped.size
    scenes.nobody_harmed(pool, [guests[0], guests[4]])


def test_a_guest_that_wakes_up_is_managed_again(world):
    guest, _ = world.guests(2)
    daemon = world.daemon()
    eventually(lambda: daemon.states().get("vm1") == "fresh", 10, "fresh")
    guest.signal(signal.SIGSTOP)
    eventually(lambda: daemon.states()["vm1"] != "fresh", 15, "noticed")
    guest.signal(signal.SIGCONT)
    eventually(lambda: daemon.states()["vm1"] == "fresh", 10, "fresh again")
    daemon.ask("set", "vm1", "400M")
    eventually(lambda: guest.actual() == 400 * MIB, 5, "obeys again")
