"""A terminal of a given size that a program runs in, and what stands on it: tmux, on a server of its own."""

import os
import subprocess
import time


class Terminal:
    """`words` in a terminal. A context manager; the program is killed with it."""

    def __init__(self, *words, columns=100, rows=30):
        self.server = f"balloond-{os.getpid()}-{time.monotonic_ns()}"
        self.words = [str(word) for word in words]
        self.columns, self.rows = columns, rows

    def __enter__(self):
        self._tmux("new-session", "-d", "-x", str(self.columns), "-y", str(self.rows), *self.words)
        self._tmux("set-option", "-g", "status", "off")
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-L", self.server, "kill-server"], capture_output=True, check=False)

    def type(self, text, enter=True):
        """Types a text as it is, without key names."""
        self._tmux("send-keys", "-l", text)
        if enter:
            self._tmux("send-keys", "Enter")

    def press(self, *keys):
        """Keys by tmux's names: `q`, `Escape`, `C-c`."""
        self._tmux("send-keys", *keys)

    def forget(self):
        """Nothing that has left the screen is told by `screen` any more."""
        self._tmux("clear-history")

    def screen(self):
        """What stands on it and what has scrolled off it, without blanks at the ends of lines and empty lines at its end."""
        lines = [line.rstrip() for line in self._tmux("capture-pane", "-p", "-S", "-").split("\n")]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def _tmux(self, *words):
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        result = subprocess.run(
            ["tmux", "-u", "-L", self.server, "-f", "/dev/null", *words], capture_output=True, text=True, check=True,
            timeout=20, env=environment,
        )  # fmt: skip
        return result.stdout
