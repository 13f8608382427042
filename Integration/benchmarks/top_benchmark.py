"""What watching costs: the daemon's CPU with and without `balloonctl top` beside it, and how quick top is with crowds."""

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

from measure import Share, cpu_of

from lab.fakehost import fake_fleet
from lab.paths import binary
from lab.waiting import eventually

COUNT = 100
PAIRS = 4
SECONDS = 4  # of each window
LIMIT = 1.0  # % of a core, of the daemon
ROWS, COLUMNS = 50, 200
CROWDS = [1000, 3000]
KEYS = 100
KEY_LIMIT = 4.0  # ms of CPU a key


class Viewer:
    """`balloonctl top` on a pseudo-terminal whose other end reads everything at once."""

    def __init__(self, socket, *options):
        self.bytes = 0
        self.first_picture = None  # seconds
        self.control, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [binary("balloonctl"), "top", "--socket", str(socket), *options],
            stdin=terminal, stdout=terminal, env=environment,
        )  # fmt: skip
        os.close(terminal)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        eventually(lambda: self.first_picture, 5, "a first picture")

    def _read(self):
        with contextlib.suppress(OSError):  # EIO: the other end is closed
            while data := os.read(self.control, 1 << 16):
                self.bytes += len(data)
                if self.bytes > 5000 and self.first_picture is None:
                    self.first_picture = time.monotonic() - self.began

    def press(self, key):
        os.write(self.control, key)

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
    hundred(table, world)
    for count in CROWDS:
        crowd(table, world, count)


@contextlib.contextmanager
def watched(world, count):
    """A daemon with so many fake guests, all fresh."""
    directory = world.directory / f"fake{count}"
    with fake_fleet(directory, "--count", str(count)):
        daemon = world.daemon(discovery={"sockets": [f"{directory}/*.sock"], "scan-proc": False})
        eventually(lambda: list(daemon.states().values()).count("fresh") == count, 60, f"{count} guests fresh")
        yield daemon
        daemon.stop()


def crowd(table, world, count):
    with watched(world, count) as daemon:
        (without,) = window(daemon.process.pid)
        viewer = Viewer(daemon.socket)
        time.sleep(SECONDS)  # until the past is asked for
        beside, viewing = window(daemon.process.pid, viewer.process.pid)
        share = Share(viewer.process.pid)
        share.begin()
        for _ in range(KEYS):
            viewer.press(b"j")
            time.sleep(0.02)
        a_key = share.each(KEYS)
        viewer.leave()
    table.figure(f"top with {count} guests, first picture", viewer.first_picture * 1000, " ms")
    table.figure(f"top with {count} guests, {COLUMNS}x{ROWS}", viewing, " % of a core")
    table.figure("top, CPU of a key", a_key * 1000, " ms", KEY_LIMIT)
    table.figure("balloond, more of it meanwhile", beside - without, " % of a core")


def hundred(table, world):
    with watched(world, COUNT) as daemon:
        alone, differences, own, written = [], [], [], []
        for _ in range(PAIRS):
            (without,) = window(daemon.process.pid)
            viewer = Viewer(daemon.socket)
            time.sleep(2)  # until the past is asked for, which is once
            start = viewer.bytes
            beside, viewing = window(daemon.process.pid, viewer.process.pid)
            written.append((viewer.bytes - start) / SECONDS / 1024)
            viewer.leave()
            alone.append(without)
            differences.append(beside - without)
            own.append(viewing)
    table.figure(f"balloond, {COUNT} guests, nobody looks", statistics.median(alone), " % of a core")
    table.figure("balloond, more of it while top looks every second", statistics.median(differences), " % of a core",
                 LIMIT)  # fmt: skip
    table.figure(f"top itself, {COLUMNS}x{ROWS}", statistics.median(own), " % of a core")
    table.figure("top writes to the terminal", statistics.median(written), " KiB/s")
