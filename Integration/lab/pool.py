"""A memory cgroup as a small host: a limit, QEMUs inside, usage as balloond counts it."""

import contextlib
import os
import time
from pathlib import Path

from .units import MIB


class NoPool(Exception):
    """This machine lets us make no memory cgroup."""


def memory_hierarchies():
    """(version, mount point) of each cgroup hierarchy that may carry the memory controller."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options, *_ = line.split()
        if kind == "cgroup" and "memory" in options.split(","):
            yield 1, Path(where)
        elif kind == "cgroup2":
            yield 2, Path(where)


def read_counters(path):
    return {key: int(value) for key, value in (line.split() for line in path.read_text().splitlines())}


class Pool:
    """Made by `Pool.create`. Leaving the context removes the cgroup; processes must be gone by then."""

    def __init__(self, directory, limit):
        self.directory = directory
        self.limit = limit

    @staticmethod
    def create(name, limit):
        """A pool of `limit` bytes in whichever hierarchy works here. NoPool with the reasons when none does."""
        reasons = []
        for version, mount in memory_hierarchies():
            pool = (PoolV1 if version == 1 else PoolV2)(mount / name, limit)
            try:
                pool._make()
                return pool
            except OSError as error:
                reasons.append(f"{mount}: {error}")
                with contextlib.suppress(OSError):
                    pool.directory.rmdir()
        raise NoPool("; ".join(reasons) or "no memory cgroup is mounted")

    def used(self):
        """Bytes not available: what is charged, less inactive page cache, which the kernel drops for the asking."""
        return max(self.charged() - self.inactive_file(), 0)

    def usage(self):
        """`used` as a part of the limit."""
        return self.used() / self.limit

    def remove(self):
        for _ in range(100):
            try:
                self.directory.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.05)  # the kernel is still uncharging what just died
        self.directory.rmdir()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.remove()

    def _write(self, file, value):
        (self.directory / file).write_text(str(value))

    def _number(self, file):
        return int((self.directory / file).read_text())

    def _stat(self):
        return read_counters(self.directory / "memory.stat")


class PoolV1(Pool):
    """cgroup v1 (Documentation/admin-guide/cgroup-v1/memory.rst)."""

    def _make(self):
        self.directory.mkdir()
        self._write("memory.limit_in_bytes", self.limit)

    def charged(self):
        return self._number("memory.usage_in_bytes")

    def inactive_file(self):
        return self._stat()["total_inactive_file"]

    def swapped(self):
        """Bytes in host swap."""
        return self._stat().get("total_swap", 0)

    def oom_kills(self):
        return read_counters(self.directory / "memory.oom_control")["oom_kill"]

    def set_limit(self, limit):
        self._write("memory.limit_in_bytes", limit)
        self.limit = limit


class PoolV2(Pool):
    """cgroup v2 (Documentation/admin-guide/cgroup-v2.rst)."""

    def _make(self):
        parent = self.directory.parent
        if "memory" not in (parent / "cgroup.controllers").read_text().split():
            raise OSError("no memory controller in this hierarchy")
        if "memory" not in (parent / "cgroup.subtree_control").read_text().split():
            (parent / "cgroup.subtree_control").write_text("+memory")
        self.directory.mkdir()
        self._write("memory.max", self.limit)

    def charged(self):
        return self._number("memory.current")

    def inactive_file(self):
        return self._stat()["inactive_file"]

    def swapped(self):
        """Bytes in host swap; the file is missing where the kernel has no swap accounting."""
        path = self.directory / "memory.swap.current"
        return int(path.read_text()) if path.exists() else 0

    def oom_kills(self):
        return read_counters(self.directory / "memory.events")["oom_kill"]

    def set_limit(self, limit):
        self._write("memory.max", limit)
        self.limit = limit


def new_pool(limit_mib):
    """A pool under a name nobody else uses."""
    return Pool.create(f"balloond-lab-{os.getpid()}-{time.monotonic_ns() % 1_000_000}", limit_mib * MIB)
