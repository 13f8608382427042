"""A thousand guests, one poll a second each: balloond against a bare C poller on the same fake fleet."""

import resource
import statistics
import subprocess
import time
from pathlib import Path

from measure import compile_reference, cpu_of

from lab.fakehost import fake_fleet
from lab.waiting import eventually

COUNT = 1000
SECONDS = 15
CPU_LIMIT = 2.5  # times the C poller
RESIDENT_LIMIT = 60  # MiB
OLDEST = 2.5  # seconds, statistics of a healthy guest beside bad ones
BALLOON = "/machine/peripheral/balloon0"


def reference_cpu(reference, sockets):
    """CPU the C poller uses a second. RuntimeError when it did not get every answer."""
    result = subprocess.run(
        [reference, str(SECONDS), BALLOON, *sockets], capture_output=True, text=True, check=True, timeout=SECONDS + 60
    )
    words = result.stdout.split()
    cpu, replies = float(words[1]), int(words[3])
    if replies < 0.95 * COUNT * SECONDS:
        raise RuntimeError(f"the C poller got too few answers: {result.stdout}")
    return cpu / SECONDS


def resident_mib(pid, key):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    raise KeyError(key)


def healthy(daemon, expected):
    return sum(state == "fresh" for state in daemon.states().values()) >= expected


def daemon_on(world, directory):
    return world.daemon(discovery={"sockets": [f"{directory}/*.sock"]})


def steady_cpu(daemon):
    """CPU it uses a second, the median of windows: nobody asks it anything meanwhile."""
    windows = []
    for _ in range(3):
        before, began = cpu_of(daemon.process.pid), time.monotonic()
        time.sleep(SECONDS / 3)
        windows.append((cpu_of(daemon.process.pid) - before) / (time.monotonic() - began))
    return statistics.median(windows)


def compare(table, world, reference):
    directory = world.directory / "fake"
    with fake_fleet(directory, "--count", str(COUNT)):
        sockets = sorted(directory.glob("*.sock"))
        theirs = reference_cpu(reference, sockets)
        daemon = daemon_on(world, directory)
        eventually(lambda: healthy(daemon, COUNT), 60, f"{COUNT} guests fresh")
        ours = steady_cpu(daemon)
        resident, peak = (resident_mib(daemon.process.pid, key) for key in ("VmRSS:", "VmHWM:"))
        daemon.stop()
        theirs = min(theirs, reference_cpu(reference, sockets))  # once before, once after: the better one counts
    table.figure(f"C poller, {COUNT} guests, processors in use", theirs * 100, " %")
    table.figure(f"balloond, {COUNT} guests, processors in use", ours * 100, " %")
    table.figure("balloond / C poller, CPU", ours / theirs, " x", CPU_LIMIT)
    table.figure("balloond, resident", resident, " MiB", RESIDENT_LIMIT)
    table.figure("balloond, resident at its peak", peak, " MiB")


def beside_bad_guests(table, world):
    """Guests that stall, never greet or send garbage are in the fleet: nobody else waits for them."""
    bad = {"--stalled": 3, "--silent": 3, "--slow": 3, "--hostile": 7}
    good = COUNT - sum(bad.values())
    directory = world.directory / "fake-bad"
    options = [word for option, count in bad.items() for word in (option, str(count))]
    with fake_fleet(directory, "--count", str(COUNT), *options):
        daemon = daemon_on(world, directory)
        eventually(lambda: healthy(daemon, good), 60, f"{good} healthy guests fresh")
        names = {f"guest{index:04}" for index in range(good)}
        oldest, always_fresh = 0.0, True
        for _ in range(10):
            reports = daemon.guests()
            always_fresh &= all(reports[name]["state"] == "fresh" for name in names)
            oldest = max(oldest, *(reports[name].get("statistics_age_seconds", 1e9) for name in names))
            time.sleep(1)
        table.figure(f"oldest statistics of {good} guests beside {COUNT - good} bad ones", oldest, " s", OLDEST)
        table.check("every healthy guest fresh all the time", always_fresh)
        table.figure("balloond, resident beside bad guests", resident_mib(daemon.process.pid, "VmRSS:"), " MiB",
                     RESIDENT_LIMIT)  # fmt: skip
        daemon.stop()


def run(table, world):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * COUNT)), hard))
    reference = compile_reference("poll_reference", world.directory, "-ljansson")
    compare(table, world, reference)
    beside_bad_guests(table, world)
