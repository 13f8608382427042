"""What a test is given: a directory, guests, a pool and a daemon, all gone when the test is over."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from .config import merge
from .daemon import Daemon
from .fleet import Fleet
from .pool import NoPool, new_pool
from .proxy import Proxy
from .sampler import Sampler
from .waiting import eventually


class Skip(Exception):
    """This machine cannot run the test; the reason is printed and counted."""


class World:
    """Everything is made on demand and torn down in the opposite order, also after a failure."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="balloond-", dir="/tmp"))  # short: socket paths end at 107 bytes
        self.notes = []
        self.daemons = []
        self.pool = None
        self._exit = contextlib.ExitStack()
        self._kept = False
        self._exit.callback(self._remove_directory)
        self.fleet = Fleet(self.directory / "run")
        self._exit.callback(self.fleet.stop)

    def keep(self):
        """Leaves the directory behind at the end."""
        self._kept = True

    def _remove_directory(self):
        if not self._kept:
            shutil.rmtree(self.directory, ignore_errors=True)

    def note(self, text):
        """A figure to print under the test's line."""
        self.notes.append(text)

    def defer(self, manager):
        """Enters a context manager that is left at the end of the test."""
        return self._exit.enter_context(manager)

    def at_end(self, function):
        """Called at the end of the test, before what was made earlier goes."""
        self._exit.callback(function)

    def make_pool(self, mib):
        """A pool of `mib` MiB that guests started from now on are put in."""
        try:
            self.pool = self.defer(new_pool(mib))
        except NoPool as error:
            raise Skip(f"no memory cgroup can be made: {error}") from None
        self._exit.callback(self.fleet.stop)  # guests go before the pool they are in
        return self.pool

    def guests(self, count, **changes):
        """`count` guests from a saved state, in the pool if there is one."""
        first = 1 + len(self.fleet.guests)
        return self.fleet.start(count, first=first, cgroup=self.pool and self.pool.directory, **changes)

    def guest(self, name, **changes):
        """One guest by its name."""
        return self.fleet.start_one(name, cgroup=self.pool and self.pool.directory, **changes)

    def sampler(self):
        return self.defer(Sampler(self.pool))

    def config(self, **changes):
        """The configuration of a test: its pool, its guests, no KSM unless asked for."""
        base = {
            "discovery": {"sockets": [f"{self.fleet.directory}/*/qmp.sock"], "scan-proc": False},
            "daemon": {
                "state-directory": str(self.directory / "state"),
                "control-socket": str(self.directory / "control.sock"),
                "on-stop": "keep",
            },
            "ksm": {"mode": "off"},
            "guests": {"defaults": {"floor": "128M"}},
        }
        if self.pool:
            base["pool"] = {"kind": "cgroup", "cgroup": str(self.pool.directory), "limit": "80%"}
        else:
            base["pool"] = {"kind": "host", "limit": "80%"}
        return merge(base, changes)

    def daemon(self, *options, procfs="/proc", start=True, program="balloond", **changes):
        """balloond on this world. Table names of the configuration are keywords: ksm={"mode": "auto"}."""
        daemon = Daemon(self.directory / "daemon", self.config(**changes), procfs, program=program)
        self.daemons.append(daemon)
        self.at_end(lambda: self._end_in_order(daemon))
        return daemon.start(*options) if start else daemon

    @staticmethod
    def _end_in_order(daemon):
        """A daemon that crashed, or crashes when it is told to end, fails the test whatever else went well."""
        code = daemon.stop()
        assert code in (None, 0), f"balloond ended with {code}"

    def wait_states(self, daemon, wanted, within=10):
        """Until the daemon gives each guest of `wanted` its state."""
        eventually(
            lambda: all(daemon.states().get(name) == state for name, state in wanted.items()),
            within, lambda: f"states {wanted}; they are {daemon.states()}",
        )  # fmt: skip

    def wait_fresh(self, daemon, guests, within=10):
        self.wait_states(daemon, {guest.name: "fresh" for guest in guests}, within)

    def proxies(self, guests):
        """A proxy before each guest's monitor, in a directory of their own; and the discovery that goes with them."""
        wire = self.directory / "wire"
        wire.mkdir()
        proxies = []
        for guest in guests:
            proxies.append(Proxy(wire / f"{guest.name}.sock", guest.socket))
            self.at_end(proxies[-1].stop)
        return proxies, {"sockets": [f"{wire}/*.sock"]}

    def touch_histories(self, guests, mib):
        """Each guest uses `mib` MiB and frees them: the host holds them from then on. All at once."""
        for guest in guests:
            guest.do(f"alloc {mib}M name=history async")
        for guest in guests:
            assert guest.agent.wait_event("worker", "history", 60), f"{guest.name} did not fill its history"
            guest.do("free history")

    def close(self):
        self._exit.close()
