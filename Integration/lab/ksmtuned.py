"""What ksmtuned does (Debian's package 4.20150326), by its published rule, over a pool instead of the host.

Constants are the package's defaults; the interval is its KSM_MONITOR_INTERVAL, 60 s, which an operator may set. Written anew
from the rule; the package's own process match, which misses most guests, is not copied: it is given the guests.
"""

import contextlib
import threading
from pathlib import Path

from . import host

NPAGES_BOOST, NPAGES_DECAY, NPAGES_MIN, NPAGES_MAX = 300, -50, 64, 1250
SLEEP_MSEC, THRES_COEF = 10, 20
PAGE = 4096


class Ksmtuned(threading.Thread):
    """Runs until `stop`. `interval`: seconds between two looks; the first comes after one, as the script has it."""

    def __init__(self, pool, guests, interval=60):
        super().__init__(daemon=True)
        self.pool, self.guests, self.interval = pool, guests, interval
        self.npages = 0
        # 16 GiB get 10 ms, larger hosts no less: of the machine, not of the pool, which would only make it slower.
        self.sleep = max(10, SLEEP_MSEC * (16 << 30) // host.meminfo()["MemTotal"])
        self._stopping = threading.Event()

    def committed(self):
        total = 0
        for guest in self.guests:
            with contextlib.suppress(OSError):
                total += int(Path(f"/proc/{guest.pid}/statm").read_text().split()[1]) * PAGE
        return total

    def adjust(self):
        threshold = self.pool.limit * THRES_COEF // 100
        free = self.pool.limit - self.pool.used()
        if self.committed() + threshold < self.pool.limit and free > threshold:
            (host.KSM / "run").write_text("0")
            return
        self.npages += NPAGES_BOOST if free < threshold else NPAGES_DECAY
        self.npages = min(max(self.npages, NPAGES_MIN), NPAGES_MAX)
        (host.KSM / "pages_to_scan").write_text(str(self.npages))
        (host.KSM / "sleep_millisecs").write_text(str(self.sleep))
        (host.KSM / "run").write_text("1")

    def run(self):
        while not self._stopping.wait(self.interval):
            self.adjust()

    def stop(self):
        self._stopping.set()
        self.join(5)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()
