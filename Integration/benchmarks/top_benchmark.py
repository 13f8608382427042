"""What watching costs: the daemon's CPU with and without `balloonctl top` beside it, a hundred guests."""

import contextlib
import fcntl
import os
import pty
import statistics
import struct
import subprocess
import termios
import threading
import time

from measure import cpu_of

from lab.fakehost import fake_fleet
from lab.paths import binary
from lab.waiting import eventually

COUNT = 100
PAIRS = 5
SECONDS = 4  # of each window
LIMIT = 1.0  # % of a core, of the daemon
ROWS, COLUMNS = 50, 200


class Viewer:
    """`balloonctl top` on a pseudo-terminal whose other end reads everything at once."""

    def __init__(self, socket, *options):
        self.bytes = 0
        self.control, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [binary("balloonctl"), "top", "--socket", str(socket), *options],
            stdin=terminal, stdout=terminal, env=environment,
        )  # fmt: skip
        os.close(terminal)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        eventually(lambda: self.bytes > 5000, 5, "a first picture")

    def _read(self):
        with contextlib.suppress(OSError):  # EIO: the other end is closed
            while data := os.read(self.control, 1 << 16):
                self.bytes += len(data)

    def leave(self):
        os.write(self.control, b"q")
        code = self.process.wait(5)
        self.reader.join(5)
        os.close(self.control)
        if code != 0:
            raise RuntimeError(f"top ended with {code}")


def window(*pids):
    """CPU of each process in % of a core, over one window."""
    before, began = [cpu_of(pid) for pid in pids], time.monotonic()
    time.sleep(SECONDS)
    span = time.monotonic() - began
    return [100 * (cpu_of(pid) - start) / span for pid, start in zip(pids, before, strict=True)]


def run(table, world):
    directory = world.directory / "fake"
    with fake_fleet(directory, "--count", str(COUNT)):
        daemon = world.daemon(discovery={"sockets": [f"{directory}/*.sock"]})
        eventually(lambda: list(daemon.states().values()).count("fresh") == COUNT, 20, f"{COUNT} guests fresh")
        alone, differences, own, written = [], [], [], []
        for _ in range(PAIRS):
            (without,) = window(daemon.process.pid)
            viewer = Viewer(daemon.socket)
            start = viewer.bytes
            beside, viewing = window(daemon.process.pid, viewer.process.pid)
            written.append((viewer.bytes - start) / SECONDS / 1024)
            viewer.leave()
            alone.append(without)
            differences.append(beside - without)
            own.append(viewing)
        daemon.stop()
    table.figure(f"balloond, {COUNT} guests, nobody looks", statistics.median(alone), " % of a core")
    table.figure("balloond, more of it while top looks every second", statistics.median(differences), " % of a core",
                 LIMIT)  # fmt: skip
    table.figure(f"top itself, {COLUMNS}x{ROWS}", statistics.median(own), " % of a core")
    table.figure("top writes to the terminal", statistics.median(written), " KiB/s")
