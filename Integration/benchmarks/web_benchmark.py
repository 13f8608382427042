"""The web server: metrics of a thousand guests for Prometheus, and what an open page costs with a hundred."""

import http.client
import statistics
import threading
import time

from measure import cpu_of, median

from lab.fakehost import fake_fleet
from lab.waiting import eventually
from lab.web import free_port, get

MANY = 1000
SOME = 100
SCRAPES = 50
RENDERED = 15  # of them, so far apart that each is rendered anew
SCRAPE_LIMIT = 50  # ms
CPU_LIMIT = 1.0  # % of a core
WINDOW = 5  # seconds


def served(world, directory, count):
    """A daemon with its web server over a fake fleet, every guest known: (daemon, connection)."""
    port = free_port()
    daemon = world.daemon(discovery={"sockets": [f"{directory}/*.sock"]}, web={"listen": f"127.0.0.1:{port}"})
    eventually(lambda: list(daemon.states().values()).count("fresh") >= count, 60, f"{count} guests fresh")
    eventually(lambda: get(port, "/healthz")[0] == 200, 10, "the web server answers")
    return daemon, http.client.HTTPConnection("127.0.0.1", port, timeout=10)


def scrape(connection):
    """(milliseconds, bytes) of one scrape over a connection that stays."""
    began = time.perf_counter()
    status, _, text = get(connection, "/metrics")
    took = (time.perf_counter() - began) * 1000
    if status != 200 or text.count("balloond_guest_actual_bytes{") != MANY:
        raise RuntimeError(f"not a scrape of {MANY} guests: {status}")
    return took, len(text)


def scrapes(table, world):
    directory = world.directory / "many"
    with fake_fleet(directory, "--count", str(MANY)):
        daemon, connection = served(world, directory, MANY)
        anew, size = [], 0
        for _ in range(RENDERED):
            time.sleep(1.05)
            took, size = scrape(connection)
            anew.append(took)
        every = anew + [scrape(connection)[0] for _ in range(SCRAPES - RENDERED)]
        name = f"scrape of {MANY} guests ({size >> 10} KiB), median of {SCRAPES}"
        table.figure(name, median(every), " ms", SCRAPE_LIMIT)
        table.figure(f"the median of {RENDERED} that were rendered anew", median(anew), " ms", SCRAPE_LIMIT)
        table.figure(f"the worst of {SCRAPES}", max(every), " ms", SCRAPE_LIMIT)
        daemon.stop()


class Reader(threading.Thread):
    """Asks what an open page asks, as often as it does."""

    def __init__(self, connection):
        super().__init__(daemon=True)
        self.connection, self.stopping = connection, threading.Event()

    def run(self):
        while not self.stopping.wait(1):
            for path in ("/api/status", "/api/guests"):
                get(self.connection, path)


def cpu(daemon):
    before, began = cpu_of(daemon.process.pid), time.monotonic()
    time.sleep(WINDOW)
    return (cpu_of(daemon.process.pid) - before) / (time.monotonic() - began) * 100


def open_page(table, world):
    directory = world.directory / "some"
    with fake_fleet(directory, "--count", str(SOME)):
        daemon, connection = served(world, directory, SOME)
        alone, watched = [], []
        for _ in range(4):  # by turns, so that what else the machine does falls on both
            alone.append(cpu(daemon))
            reader = Reader(connection)
            reader.start()
            watched.append(cpu(daemon))
            reader.stopping.set()
            reader.join()
        costs = [page - none for page, none in zip(watched, alone, strict=True)]
        table.figure(f"balloond, {SOME} guests, nobody looks, of a core", median(alone), " %")
        table.figure("an open page adds, of a core", statistics.median(costs), " %", CPU_LIMIT)
        daemon.stop()


def run(table, world):
    scrapes(table, world)
    open_page(table, world)
