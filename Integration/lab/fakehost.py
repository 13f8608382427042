"""A host whose memory is what fake guests leave of it: hundreds of balloons for the price of none."""

import contextlib
import select
import subprocess
import threading
import time

from .fakeproc import FakeProc
from .paths import binary
from .qmp import QMP
from .units import MIB


@contextlib.contextmanager
def fake_fleet(directory, *options):
    """`fakefleet` with its sockets in `directory`, ready when entered; its process."""
    directory.mkdir()
    process = subprocess.Popen(
        [binary("fakefleet"), "--directory", str(directory), *options], stdout=subprocess.PIPE, text=True
    )
    try:
        if not select.select([process.stdout], [], [], 20)[0] or process.stdout.readline() != "ready\n":
            raise RuntimeError("the fake fleet does not come up")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class FakeHost:
    """`count` fake guests of `memory` MiB in a pool of `total` MiB. Used is what guests see, and what else was taken.

    The daemon on it is told of a guest's new size by the fake QEMU, and of the pool's by a /proc that follows.
    """

    PERIOD = 0.05

    def __init__(self, world, count=20, memory=512, total=14_600):
        self.world = world
        self.count = count
        self.total = total * MIB
        self.taken = 0
        self.usage = 0.0
        self.samples = []
        self.sizes = {}
        fleet = world.directory / "fake"
        process = world.defer(fake_fleet(fleet, "--count", str(count), "--memory", str(memory)))
        self.discovery = {"sockets": [f"{fleet}/*.sock"], "scan-proc": False}
        self.proc = FakeProc(world.directory / "proc", self.total)
        self.proc.show_process(process.pid)
        world.at_end(self.proc.close)
        self._update({f"guest{index:04}": memory * MIB for index in range(count)})
        self._stopping = threading.Event()
        self._thread = None
        world.at_end(self.stop)

    def daemon(self, **changes):
        """balloond on this host, every guest known; from then on the host's memory follows its balloons."""
        daemon = self.world.daemon(procfs=self.proc.directory, discovery=self.discovery, **changes)
        self._thread = threading.Thread(target=self._follow, args=(daemon.socket,), daemon=True)
        self._thread.start()
        return daemon

    def take(self, mib):
        """Somebody else on the host takes so much; negative gives it back."""
        self.taken += mib * MIB
        self._update(self.sizes)

    def _update(self, sizes):
        self.sizes = sizes
        self.usage = (sum(sizes.values()) + self.taken) / self.total
        self.proc.set_usage(min(self.usage, 0.99))

    def _follow(self, socket):
        with contextlib.suppress(OSError, EOFError), QMP(socket) as client:
            while not self._stopping.wait(self.PERIOD):
                guests = client.command("query-guests")["guests"]
                known = {guest["name"]: guest["actual_bytes"] for guest in guests if guest.get("actual_bytes")}
                self._update({**self.sizes, **known})
                self.samples.append((time.monotonic(), self.usage))

    def seconds_over(self, limit, since):
        """From `since` to the last moment over the limit; None while it is over still."""
        samples = [(at, usage) for at, usage in list(self.samples) if at >= since]
        over = [at for at, usage in samples if usage > limit]
        if not samples or samples[-1][1] > limit:
            return None
        return over[-1] - since if over else 0.0

    def stop(self):
        self._stopping.set()
        if self._thread:
            self._thread.join(5)
