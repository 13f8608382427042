"""A /proc of our own: a host whose available memory is whatever a test says, and only its guests as processes."""

import os
from pathlib import Path

from .host import meminfo
from .units import GIB


class FakeProc:
    """A directory for --procfs. Everything but meminfo, swap and pressure is the real thing, by symbolic link."""

    def __init__(self, directory, total=8 * GIB):
        self.directory = Path(directory)
        self.directory.mkdir()
        self.total = total
        for name in ("self", "sys", "vmstat", "pressure", "stat", "uptime", "net", "mounts", "swaps"):
            if Path("/proc", name).exists():
                (self.directory / name).symlink_to(Path("/proc", name))
        self._file = os.open(self.directory / "meminfo", os.O_CREAT | os.O_RDWR, 0o644)
        self.set_usage(0.5)

    def show_process(self, pid, real=None):
        """Process `pid` is there; what is seen of it is process `real`."""
        (self.directory / str(pid)).symlink_to(f"/proc/{real or pid}")

    def set_usage(self, usage):
        """The part of memory that is not available. One write of the same length: no reader sees half of it."""
        available = int(self.total * (1 - usage))
        values = {
            "MemTotal": self.total,
            "MemFree": available,
            "MemAvailable": available,
            "Buffers": 0,
            "Cached": 0,
            "SwapTotal": 0,
            "SwapFree": 0,
            "HugePages_Total": None,
            "HugePages_Free": None,
            "Hugepagesize": meminfo().get("Hugepagesize", 2 << 20),
        }
        lines = (
            f"{key + ':':<16}{value >> 10:>12} kB" if value is not None else f"{key + ':':<16}{0:>12}"
            for key, value in values.items()
        )
        os.pwrite(self._file, "".join(line + "\n" for line in lines).encode(), 0)

    def close(self):
        os.close(self._file)
