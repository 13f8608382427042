"""Measuring commands and processes on a noisy machine: medians of interleaved runs, CPU to the nanosecond."""

import contextlib
import os
import statistics
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def compile_reference(name, directory, *libraries):
    """Builds the C program `name`.c into `directory`; its path."""
    program = Path(directory) / name
    flags = ["-O2", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["gcc", *flags, "-o", program, HERE / f"{name}.c", *libraries], check=True)
    return program


def run_once(arguments, environment=None):
    """(wall seconds, CPU seconds) of one run, from before the spawn to after the wait. RuntimeError when it fails."""
    discard = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    words = [str(word) for word in arguments]
    began = time.perf_counter()
    pid = os.posix_spawn(words[0], words, environment or os.environ, file_actions=discard)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        raise RuntimeError(f"{' '.join(words)}: status {status}")
    return wall, usage.ru_utime + usage.ru_stime


def cpu_of(pid):
    """CPU seconds of all threads of a live process, by the scheduler's own account (10 ms ticks are too coarse)."""
    nanoseconds = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # it has ended since
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


class Share:
    """What a server spends on each of `calls` calls, its background work taken off."""

    def __init__(self, pid, seconds=3.0):
        self.pid = pid
        before, began = cpu_of(pid), time.monotonic()
        time.sleep(seconds)
        self.background = (cpu_of(pid) - before) / (time.monotonic() - began)

    def begin(self):
        self.before, self.began = cpu_of(self.pid), time.monotonic()

    def each(self, calls):
        """CPU seconds for each of the calls since `begin`."""
        spent = cpu_of(self.pid) - self.before - self.background * (time.monotonic() - self.began)
        return max(spent, 0) / calls


def median(values):
    return statistics.median(values)


def spread(values):
    """(10th, 90th percentile): how much the machine's other work shows in a median."""
    tenths = statistics.quantiles(values, n=10)
    return tenths[0], tenths[-1]


class Table:
    """Rows of figures, and which of them break their limit."""

    def __init__(self):
        self.failures = []

    def figure(self, name, value, unit="", limit=None):
        """Prints a figure; one above its limit fails the run."""
        verdict = ""
        if limit is not None:
            good = value <= limit
            verdict = f"   limit {limit:g}{unit}  {'ok' if good else 'TOO MUCH'}"
            if not good:
                self.failures.append(name)
        print(f"  {name:<58}{value:>10.3f}{unit}{verdict}", flush=True)

    def check(self, name, good):
        print(f"  {name:<58}{'ok' if good else 'NO':>10}", flush=True)
        if not good:
            self.failures.append(name)

    def skip(self, name, reason):
        print(f"  {name:<58}   SKIPPED: {reason}", flush=True)
