"""Completion in real shells, by real keys: after a Tab, guests' names stand on the line."""

import os
import shutil
import subprocess
import time

from lab.fakehost import FakeHost
from lab.paths import binary
from lab.tmux import Tmux
from lab.waiting import eventually
from lab.world import Skip

BESIDE = True
AT_ONCE = 2

SCRIPTS = {"bash": "balloonctl", "zsh": "_balloonctl", "fish": "balloonctl.fish"}


def prepare():
    Tmux.require()


class Shell:
    """An interactive shell without anybody's settings, that completes balloonctl as a package installs it."""

    def __init__(self, world, name, socket):
        if not shutil.which(name):
            raise Skip(f"there is no {name} here")
        place = world.directory / "completions"
        place.mkdir(exist_ok=True)
        script = place / SCRIPTS[name]
        text = subprocess.check_output([binary("balloonctl"), "--generate-completion-script", name], text=True)
        script.write_text(text)
        (world.directory / "home").mkdir(exist_ok=True)
        command = {
            "bash": ["bash", "--norc", "--noprofile", "-i"],
            "zsh": ["zsh", "-f", "-i"],
            "fish": ["fish", "--no-config", "-i"],
        }[name]
        start = {
            "bash": f"PS1='$ '; bind 'set show-all-if-ambiguous on'; source {script}",
            "zsh": f"PS1='$ '; unsetopt list_ambiguous; fpath=({place} $fpath); autoload -Uz compinit; compinit -u -D",
            "fish": f"function fish_prompt; echo '$ '; end; source {script}",
        }[name]
        path = f"{binary('balloonctl').parent}:{os.environ['PATH']}"
        self.tmux = Tmux(
            world.directory, command, width=100, PATH=path, HOME=world.directory / "home", BALLOOND_SOCKET=socket,
            fish_greeting="",
        )  # fmt: skip
        world.at_end(self.tmux.close)
        self.enter(start)
        self.enter("clear")
        eventually(lambda: self.line().startswith("$"), 5, f"a prompt of {name}")

    def enter(self, text):
        self.tmux.type(text)
        self.tmux.keys("Enter")

    def line(self):
        """The line that is typed: the last one with a prompt."""
        return next((line for line in reversed(self.tmux.lines()) if line.startswith("$")), "")

    def complete(self, text, *wanted):
        """Types `text` and a Tab, and waits for what is wanted on the screen; then the line is empty again."""
        self.tmux.type(text)
        self.tmux.keys("Tab")
        self.tmux.shows(*wanted)
        self.tmux.keys("C-u")
        eventually(lambda: self.line() == "$", 5, lambda: f"an empty line:\n{self.tmux.text()}")


def names_are_offered(world, shell):
    daemon = FakeHost(world, count=3, total=3072).daemon()
    eventually(lambda: len(daemon.guests()) == 3, 10, "guests")
    terminal = Shell(world, shell, daemon.socket)
    terminal.complete("balloonctl set ", "guest0000", "guest0001", "guest0002")
    terminal.enter("clear")
    eventually(lambda: "guest" not in terminal.tmux.text(), 5, "an empty screen")
    daemon.stop()
    terminal.tmux.type("balloonctl pause ")
    terminal.tmux.keys("Tab")
    terminal.tmux.type("x")
    terminal.tmux.shows("$ balloonctl pause x")
    assert not any(word in terminal.tmux.text() for word in ("guest", "running", "socket")), terminal.tmux.text()


def test_in_bash(world):
    names_are_offered(world, "bash")


def test_in_zsh(world):
    names_are_offered(world, "zsh")


def test_in_fish(world):
    names_are_offered(world, "fish")


def test_a_key_never_waits_long(world):
    daemon = FakeHost(world, count=1, total=1024).daemon()
    daemon.process.send_signal(19)  # SIGSTOP: it accepts, and does not answer
    began = time.monotonic()
    try:
        words = ["---completion", "set", "--", "positional@0", "2", "0", "balloonctl", "set", ""]
        asked = daemon.control(*words)
    finally:
        daemon.process.send_signal(18)
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", ""), asked
    assert time.monotonic() - began < 0.9
