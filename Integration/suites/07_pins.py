"""An operator's pin holds a guest, ends when it said it would, and outlives the daemon."""

from lab.units import MIB
from lab.waiting import eventually, holds


def test_a_pin_holds_and_expires(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    daemon.ask("set", "vm1", "256M", "--for", "4s", "--reason", "backup")
    eventually(lambda: guest.actual() == 256 * MIB, 5, "pinned")
    pin = daemon.guests()["vm1"]["pin"]
    assert pin["target_bytes"] == 256 * MIB and pin["reason"] == "backup" and 0 < pin["remaining_seconds"] <= 4
    eventually(lambda: daemon.guests()["vm1"]["pin"] is None, 8, "the pin expires")
    eventually(lambda: guest.actual() == guest.size, 40, "given back where there is room")


def test_a_pin_is_removed_on_command(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    daemon.ask("set", "vm1", "256M")
    eventually(lambda: guest.actual() == 256 * MIB, 5, "pinned")
    daemon.ask("unset", "vm1")
    assert daemon.guests()["vm1"]["pin"] is None


def test_set_with_wait_returns_when_the_guest_is_there(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    result = daemon.control("set", "vm1", "300M", "--wait")
    assert result.returncode == 0, result.stderr
    assert guest.actual() == 300 * MIB


def test_a_pin_survives_a_crash_of_the_daemon(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    daemon.ask("set", "vm1", "300M", "--reason", "licence")
    eventually(lambda: guest.actual() == 300 * MIB, 5, "pinned")
    daemon.kill()
    guest.watch.balloon(400 * MIB)
    eventually(lambda: guest.actual() == 400 * MIB, 5, "moved behind the daemon's back")
    daemon.start()
    eventually(lambda: guest.actual() == 300 * MIB, 15, "the pin is applied again")
    assert daemon.guests()["vm1"]["pin"]["reason"] == "licence"


def test_a_pin_wins_over_pressure(world):
    pool = world.make_pool(700)
    guests = world.guests(2)
    world.touch_histories(guests, 220)
    daemon = world.daemon(start=False)
    daemon.start()
    world.wait_fresh(daemon, guests)
    daemon.ask("set", "vm1", "max")
    eventually(lambda: guests[0].actual() == guests[0].size, 10, "pinned at its maximum")
    holds(lambda: guests[0].actual() == guests[0].size, 5, "the pinned guest keeps its memory")
    assert guests[1].actual() < guests[1].size, "the other one gives"
    world.note(f"usage {pool.usage():.1%} with one of two guests pinned")
