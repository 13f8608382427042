"""A terminal that a test can look at: a tmux server of its own, with one window of any size."""

import itertools
import os
import shlex
import subprocess

from .paths import REPOSITORY
from .waiting import eventually
from .world import Skip


_numbers = itertools.count()


class Tmux:
    """Runs one command in a terminal; what is on the screen stays when it ends, with its exit code under it."""

    def __init__(self, directory, command, width=80, height=24, term="screen-256color", **variables):
        self.server = ["tmux", "-S", str(directory / f"tmux{next(_numbers)}"), "-f", "/dev/null"]
        settings = [f"{key}={value}" for key, value in {"LC_ALL": "C.UTF-8", "TERM": term, **variables}.items()]
        line = shlex.join(["env", *settings, *map(str, command)])
        script = f"echo before; {line}; code=$?; stty -a | grep -qw -- -icanon || echo cooked; echo left: $code; cat"
        self._run("new-session", "-d", "-x", str(width), "-y", str(height), "sh", "-c", script)

    @staticmethod
    def require():
        """Skip where tmux is not to be had."""
        script = REPOSITORY / "scripts" / "install-packages"
        if subprocess.run([script, "tmux"], capture_output=True, check=False).returncode != 0:
            raise Skip("tmux is not installed")

    def _run(self, *words):
        environment = {key: value for key, value in os.environ.items() if key != "TMUX"} | {"LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [*self.server, *words], env=environment, capture_output=True, text=True, check=True, timeout=10
        ).stdout

    def keys(self, *keys):
        """Names as tmux has them (Enter, Escape, Down), or text."""
        self._run("send-keys", *keys)

    def type(self, text):
        self._run("send-keys", "-l", text)

    def resize(self, width, height):
        self._run("resize-window", "-x", str(width), "-y", str(height))

    def lines(self):
        """The screen's rows, without blanks at their ends."""
        return [line.rstrip() for line in self._run("capture-pane", "-p").split("\n")]

    def text(self):
        return "\n".join(self.lines())

    def shows(self, *texts, within=5):
        """Waits until all of the texts are on the screen at once; its rows."""
        eventually(
            lambda: all(text in self.text() for text in texts), within, lambda: f"{texts} on the screen:\n{self.text()}"
        )
        return self.lines()

    def modes(self):
        """(whether the alternate screen is on, whether the cursor shows)"""
        alternate, cursor = self._run("display-message", "-p", "#{alternate_on} #{cursor_flag}").split()
        return alternate == "1", cursor == "1"

    def child(self):
        """The process that runs in it."""
        shell = self._run("display-message", "-p", "#{pane_pid}").strip()
        return int(subprocess.check_output(["ps", "-o", "pid=", "--ppid", shell], text=True).split()[0])

    def close(self):
        subprocess.run([*self.server, "kill-server"], capture_output=True, check=False, timeout=10)
