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
SECONDS = 5
ROUNDS = 4  # new processes in each
WINDOWS = 3  # one after the other, together as long as the daemon's longest period: the 15 s from one look for sockets to the next
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
    """CPU it uses a second: nobody asks it anything meanwhile."""
    before, began = cpu_of(daemon.process.pid), time.monotonic()
    time.sleep(SECONDS)
    return (cpu_of(daemon.process.pid) - before) / (time.monotonic() - began)


def least(rounds):
    """Of each window the best round, since whatever else the machine does only adds; of the windows the mean, since what a
    process does now and then belongs to it."""
    return statistics.mean(min(window) for window in zip(*rounds, strict=True))


def compare(table, world, reference):
    """In turns, each time in new processes, and both equally often: the best of few is luck where others work, too."""
    directory = world.directory / "fake"
    theirs, ours, resident, peak = [], [], [], []
    with fake_fleet(directory, "--count", str(COUNT)):
        sockets = sorted(directory.glob("*.sock"))
        for _ in range(ROUNDS):
            theirs.append([reference_cpu(reference, sockets) for _ in range(WINDOWS)])
            daemon = daemon_on(world, directory)
            eventually(lambda: healthy(daemon, COUNT), 60, f"{COUNT} guests fresh")
            ours.append([steady_cpu(daemon) for _ in range(WINDOWS)])
            resident.append(resident_mib(daemon.process.pid, "VmRSS:"))
            peak.append(resident_mib(daemon.process.pid, "VmHWM:"))
            daemon.stop()
    table.figure(f"C poller, {COUNT} guests, processors in use", least(theirs) * 100, " %")
    table.figure(f"balloond, {COUNT} guests, processors in use", least(ours) * 100, " %")
    table.figure("balloond / C poller, CPU", least(ours) / least(theirs), " x", CPU_LIMIT)
    table.figure("balloond, resident", max(resident), " MiB", RESIDENT_LIMIT)
    table.figure("balloond, resident at its peak", max(peak), " MiB")


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
