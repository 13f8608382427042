"""An operator reserves room before a guest starts: it finds its memory there, and nobody is squeezed for it."""

import time

from lab import scenes
from lab.units import MIB
from lab.waiting import eventually


def test_a_guest_that_comes_into_reserved_room_crosses_no_line(world):
    # 72 % of 2 GiB in use, most of it history that can be had; the newcomer takes more than is free under the line
    pool = world.make_pool(2048)
    guests = world.guests(4)
    world.touch_histories(guests, 250)
    daemon = world.daemon(ksm={"mode": "auto"})
    world.wait_fresh(daemon, guests)
    scenes.settled(pool)
    free = 0.8 * pool.limit - pool.used()
    assert free < 500 * MIB, f"not tight: {free / MIB:.0f} MiB is free under the line"
    result = daemon.control("reserve", "500M", "--for", "2m", "--wait")
    assert result.returncode == 0, result.stderr
    assert "room of 500 MiB is held" in result.stdout
    made = daemon.control("explain").stdout
    assert "room of 500 MiB is held for an operator" in made, made
    witness = world.sampler()
    began = time.monotonic()
    (new,) = world.guests(1)
    new.do("alloc 330M name=all")
    took = time.monotonic() - began
    eventually(lambda: daemon.ask("reserve")["taken_bytes"] > 330 * MIB, 10, "the newcomer's memory counts as taken")
    time.sleep(2)  # a late overshoot counts as well
    over, peak = witness.seconds_over(began), witness.peak(began)
    world.note(
        f"{free / MIB:.0f} MiB was free before, 500 MiB reserved; the newcomer held its memory after {took:.1f} s: "
        f"over 80 % for {over:.2f} s, peak {peak:.1%}"
    )
    assert over == 0
    scenes.nobody_harmed(pool, [*guests, new])
    daemon.ask("reserve", "--release")
    assert daemon.ask("reserve")["state"] == "none"


def test_what_cannot_be_had_is_an_honest_no(world):
    pool = world.make_pool(2048)
    guests = world.guests(2)
    world.touch_histories(guests, 200)
    daemon = world.daemon()
    world.wait_fresh(daemon, guests)
    before = [guest.actual() for guest in guests]
    result = daemon.control("reserve", "1900M", "--wait")
    assert result.returncode == 2, (result.returncode, result.stdout, result.stderr)
    assert "room of 1.9 GiB cannot be had" in result.stderr and "is missing" in result.stderr, result.stderr
    world.note(result.stderr.strip().splitlines()[-2].removeprefix("balloonctl: "))
    assert [guest.actual() for guest in guests] == before, "nobody gives anything for a no"
    assert pool.usage() < 0.8
