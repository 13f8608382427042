"""A QMP proxy in front of one guest that notes when each line of the daemon came by.

A process of its own (python3 -m lab.proxy LISTEN TARGET LOG): the daemon learns a guest's pid from SO_PEERCRED, so two
guests behind proxies need two pids. LOG gets `SECONDS LINE` of the monotonic clock, which all processes share.
"""

import contextlib
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .guest import LIBC, PR_SET_PDEATHSIG, is_listening
from .paths import INTEGRATION
from .waiting import eventually


class Proxy:
    """Starts the proxy process; `lines` reads what it noted."""

    def __init__(self, listen, target):
        self.listen = Path(listen)
        self.log = self.listen.with_suffix(".log")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lab.proxy", str(listen), str(target), str(self.log)], cwd=INTEGRATION,
            preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL),
        )  # fmt: skip
        eventually(lambda: is_listening(self.listen), 10, "the proxy listening")

    @property
    def pid(self):
        return self.process.pid

    def lines(self, since=0.0):
        """(seconds, line) of what the daemon sent after `since`. Half a line at the end is left for the next look."""
        noted = []
        text = self.log.read_text()
        for entry in text[: text.rfind("\n") + 1].splitlines():
            at, line = entry.split(" ", 1)
            if float(at) >= since:
                noted.append((float(at), line))
        return noted

    def balloon_commands(self, since=0.0):
        return [(at, line) for at, line in self.lines(since) if '"balloon"' in line]

    def stop(self):
        self.process.kill()
        self.process.wait()


def note_lines(log, pending, data):
    at = time.monotonic()
    *whole, rest = (pending + data).split(b"\n")
    for line in whole:
        log.write(f"{at:.6f} {line.decode(errors='replace').strip()}\n")
    return rest


def relay(client, target, log):
    """Bytes both ways until one side closes; those of the client are noted before they go on."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as guest:
        guest.connect(target)
        pending = b""
        while True:
            for source in select.select([client, guest], [], [])[0]:
                data = source.recv(65536)
                if not data:
                    return
                if source is client:
                    pending = note_lines(log, pending, data)
                (guest if source is client else client).sendall(data)


def main():
    listen, target, log = sys.argv[1:]
    server = socket.socket(socket.AF_UNIX)
    server.bind(listen)
    server.listen(1)
    with open(log, "w", buffering=1) as file:
        while True:
            client, _ = server.accept()
            with contextlib.closing(client), contextlib.suppress(OSError):
                relay(client, target, file)


if __name__ == "__main__":
    main()
