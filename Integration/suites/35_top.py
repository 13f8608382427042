"""`balloonctl top` in a real terminal: what it shows, what its keys do, and how it leaves the terminal behind."""

import os
import re
import signal
import subprocess

from lab.fakehost import FakeHost
from lab.paths import binary
from lab.tmux import Tmux
from lab.waiting import eventually

BESIDE = True
AT_ONCE = 2


def prepare():
    Tmux.require()


def top_command(daemon, *options):
    return [binary("balloonctl"), "top", "--socket", daemon.socket, *options]


def fleet(world, count=30, **changes):
    """A host of fake guests with room to spare, its daemon, and every guest fresh."""
    daemon = FakeHost(world, count=count, total=count * 512 * 2).daemon(**changes)
    eventually(lambda: list(daemon.states().values()).count("fresh") == count, 10, "guests fresh")
    return daemon


def open_top(world, daemon, *options, **terminal):
    tmux = Tmux(world.directory, top_command(daemon, *options), **terminal)
    world.at_end(tmux.close)
    tmux.shows("guest0000")
    return tmux


def test_every_size_shows_what_fits_and_a_new_size_is_filled_at_once(world):
    daemon = fleet(world)
    tmux = open_top(world, daemon)
    lines = tmux.shows("Used", "Line 80 %", "Rung normal", "Guests 30: 30 fresh", "1/30")
    assert sum("guest00" in line for line in lines) == 13 and len(lines) >= 24
    tmux.resize(200, 50)
    lines = tmux.shows("LAST REASON", "normal reclaim merge squeeze saturated", "guest0029", within=1)
    assert all(len(line) <= 200 for line in lines)
    tmux.resize(40, 10)
    lines = tmux.shows("? help", "guest0004", within=1)
    assert "LAST REASON" not in "\n".join(lines), "nothing of the old size stays"
    tmux.resize(20, 5)
    tmux.shows("of 80 %", "guest0000", within=1)
    tmux.resize(12, 3)
    tmux.shows("too small", within=1)
    tmux.resize(80, 24)
    tmux.shows("30 fresh", "1/30", within=1)
    tmux.keys("End")
    tmux.shows("guest0029", "30/30")
    tmux.keys("s", "r")
    tmux.shows("NAME▼", "by name")
    tmux.resize(100, 30)
    tmux.shows("guest0029", within=1)
    tmux.keys("q")
    lines = tmux.shows("left: 0", "cooked", "before")
    assert tmux.modes() == (False, True), "the old screen and the cursor are back"
    assert not any("guest" in line or "line" in line for line in lines), lines


def test_courses_begin_with_what_the_daemon_remembers(world):
    daemon = fleet(world, count=3)
    eventually(lambda: daemon.ask("status")["counters"].get("history_steps", 0) >= 1, 15, "a step of history")
    tmux = open_top(world, daemon)
    eventually(lambda: course_seconds(tmux.text()) >= 5, 1.5, "a course that begins before the first picture")


def test_without_a_history_a_course_begins_with_the_first_picture_and_nothing_is_said(world):
    tmux = open_top(world, fleet(world, count=3, history={"enabled": False}))
    eventually(lambda: 2 <= course_seconds(tmux.text()) <= 4, 6, "a course since the first picture")
    assert "history" not in tmux.text()


def course_seconds(text):
    """How far back the graph says that it goes."""
    found = re.search(r"last (\d+)s", text)
    return int(found.group(1)) if found else 0


def test_a_pin_is_set_and_removed_after_a_confirmation(world):
    daemon = fleet(world)
    tmux = open_top(world, daemon)

    def pin():
        return daemon.guests()["guest0017"].get("pin")

    tmux.type("/0017")
    tmux.shows("1 of 30")
    tmux.keys("Enter", "Enter")
    tmux.shows("working set", "136 MiB", "Last cycle: hold")
    tmux.keys("p")
    tmux.shows("Pin guest0017")
    tmux.type("256")
    tmux.keys("Enter")
    tmux.shows("has no unit")
    for text in ("M", "1h", "night run"):
        tmux.type(text)
        tmux.keys("Enter")
    tmux.shows("is pinned to 256 MiB for 1h", "256 MiB is taken from it", "Reason for others to see: night run")
    assert pin() is None, "nothing is sent before the answer"
    tmux.type("n")
    tmux.shows("nothing was sent")
    assert pin() is None
    tmux.keys("p")
    tmux.type("50%")
    tmux.keys("Enter", "Enter", "Enter")
    tmux.shows("is pinned to 50%, which is 256 MiB,", "y  do it")
    tmux.type("y")
    eventually(lambda: (pin() or {}).get("target_bytes") == 256 << 20, 3, "the pin")
    eventually(lambda: daemon.guests()["guest0017"]["actual_bytes"] == 256 << 20, 5, "the guest at 256 MiB")
    tmux.shows("actual       256 MiB", "pinned       to 256 MiB by")
    tmux.type("u")
    tmux.shows("is removed", "The policy decides about guest0017 again.")
    tmux.type("y")
    eventually(lambda: pin() is None, 3, "the pin gone")
    tmux.shows("guest0017: pin removed")
    tmux.keys("C-c")
    tmux.shows("left: 0")


def test_a_daemon_that_goes_and_comes_back_is_told_and_followed(world):
    daemon = fleet(world)
    tmux = open_top(world, daemon)
    daemon.kill()
    lines = tmux.shows("NO CONNECTION", "Trying again")
    assert any("guest0000" in line for line in lines), "what was known stays"
    daemon.start()
    tmux.shows("balloond was restarted")
    eventually(lambda: "NO CONNECTION" not in tmux.text(), 3, "no complaint any more")
    # A daemon that stands still is not asked again and again; its data grows old before everybody's eyes.
    os.kill(daemon.process.pid, signal.SIGSTOP)
    try:
        tmux.shows(" OLD", within=8)
    finally:
        os.kill(daemon.process.pid, signal.SIGCONT)
    eventually(lambda: " OLD" not in tmux.text(), 5, "new data")


def test_the_terminal_is_given_back_whatever_ends_it(world):
    daemon = fleet(world, count=3)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGSEGV, signal.SIGABRT):
        tmux = open_top(world, daemon)
        assert tmux.modes() == (True, False)
        os.kill(tmux.child(), number)
        tmux.shows(f"left: {128 + number}", "cooked", "before")
        assert tmux.modes() == (False, True), number.name
        tmux.close()
    plain = open_top(world, daemon, "--no-color", "--ascii")
    assert plain.text().isascii()
    plain.keys("C-z")  # in a shell without job control nothing stops, and nothing is lost
    plain.shows("3 fresh")


def test_without_a_terminal_it_names_the_way_out_and_prints_one_picture(world):
    daemon = fleet(world, count=3)
    command = [str(word) for word in top_command(daemon)]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    assert refused.returncode == 64 and "balloonctl watch" in refused.stderr and "--once" in refused.stderr
    dumb = Tmux(world.directory, command, term="dumb")
    world.at_end(dumb.close)
    dumb.shows("top needs a terminal that can move its cursor", "left: 64")
    once = subprocess.run([*command, "--once"], capture_output=True, text=True, check=True, timeout=10).stdout
    assert "\x1b" not in once and once.count("guest000") == 3
    daemon.stop()
    gone = subprocess.run([*command, "--once"], capture_output=True, text=True, check=False, timeout=10)
    assert gone.returncode == 69 and "balloond is not running" in gone.stderr
