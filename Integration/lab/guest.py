"""One running guest: its process, its sockets, and what the host sees of it."""

import ctypes
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

from .agent import Agent
from .qmp import QMP
from .shape import Shape
from .waiting import eventually

PR_SET_PDEATHSIG = 1
TICKS = os.sysconf("SC_CLK_TCK")
LIBC = ctypes.CDLL(None, use_errno=True)


def is_listening(path):
    """Whether connect() would succeed. Between QEMU's bind() and listen() the path exists and refuses."""
    wanted = str(path)
    for line in Path("/proc/net/unix").read_text().splitlines():
        fields = line.split()
        if len(fields) == 8 and fields[7] == wanted and fields[3] == "00010000":
            return True
    return False


class Guest:
    """A guest in `directory`/NAME: qmp.sock for the daemon, watch.sock for the harness, agent.sock; console.log,
    command, output, pid. Only a process whose pid stands in that file, and that is QEMU, is ever killed."""

    def __init__(self, directory, name, shape=Shape()):
        self.name = name
        self.shape = shape
        self.run = Path(directory) / name
        self.process = None
        self.pid = None
        self.state = None
        #: what its allocations are filled from; None: its pid, which tells it from its clones but is new in every run
        self.seed = None
        self._agent = None
        self._watch = None

    @property
    def socket(self):
        """The monitor that is the daemon's."""
        return self.run / "qmp.sock"

    @property
    def size(self):
        """Memory at boot, in bytes."""
        return self.shape.memory << 20

    def start(self, cgroup=None, state=None, outlive=False):
        """Starts QEMU, in `cgroup` if given, from the saved `state` if given. It dies with us unless `outlive`."""
        self.run.mkdir(parents=True, exist_ok=True)
        for file in self.run.iterdir():
            file.unlink()
        self.state = state
        arguments = self.shape.arguments(self.name, self.run, state)
        (self.run / "command").write_text(shlex.join(arguments) + "\n")

        def in_child():
            if not outlive:
                LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if cgroup:
                with open(cgroup / "cgroup.procs", "w") as file:
                    file.write("0")

        with open(self.run / "output", "w") as output:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=in_child,
                start_new_session=True,
            )  # fmt: skip
        self.pid = self.process.pid
        (self.run / "pid").write_text(f"{self.pid}\n")
        return self

    def attach(self):
        """Takes up a guest that another process started."""
        self.pid = int((self.run / "pid").read_text())
        return self

    def wait_ready(self, timeout=120):
        """Until the agent answers: 0.1 s from a saved state, 2 s of CPU from a boot."""
        deadline = time.monotonic() + timeout
        if self.state:
            eventually(lambda: self.watch.status() != "inmigrate", timeout, f"{self.name} restored")
            if self.watch.status() != "running":
                self.watch.command("cont")
        self.agent.command("ping", deadline - time.monotonic())
        return self

    def save_state(self, path):
        """Writes what `start(state=path)` restores, by migrating to a file. The guest is of no use afterwards."""
        self.agent.close()  # the port must look unconnected in the saved state
        self._agent = None
        time.sleep(0.6)
        temporary = path.with_suffix(f".{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.watch.command("stop")
        self.watch.command("migrate", uri=f"exec:cat > {shlex.quote(str(temporary))}")
        eventually(
            lambda: self.watch.command("query-migrate").get("status") == "completed", 30, f"state of {self.name} saved"
        )
        temporary.rename(path)

    def wait_socket(self, path):
        def there():
            if self.process and self.process.poll() is not None:
                raise RuntimeError(f"QEMU of {self.name} ended: {(self.run / 'output').read_text()[-500:]}")
            return is_listening(path)

        eventually(there, 20, f"{path} listening")

    @property
    def watch(self):
        """The second monitor: the harness looks at the world through this one, never through the daemon's."""
        if self._watch is None:
            self.wait_socket(self.run / "watch.sock")
            self._watch = QMP(self.run / "watch.sock")
        return self._watch

    @property
    def agent(self):
        if self._agent is None:
            self.wait_socket(self.run / "agent.sock")
            self._agent = Agent(self.run / "agent.sock")
        return self._agent

    def do(self, text, timeout=60):
        """An agent command. Clones of one saved state share their entropy: allocations are told apart by pid."""
        if text.startswith("alloc ") and "seed=" not in text:
            text += f" seed={self.seed or self.pid}"
        return self.agent.command(text, timeout)

    def release_watch(self):
        """Lets go of the second monitor, for somebody else to use: QEMU serves one client at a time on each."""
        if self._watch:
            self._watch.close()
            self._watch = None

    def actual(self):
        return self.watch.actual()

    def killed(self):
        """Processes the guest's OOM killer took, by its kernel's own counter."""
        stat = self.do("stat")
        return max(stat["oom_kill"], stat["killed"])

    def proc(self, file):
        return Path(f"/proc/{self.pid}/{file}").read_text()

    def resident(self):
        """QEMU's resident size in bytes: guest memory plus 100-135 MiB of TCG and QEMU itself."""
        return self._status_kib("VmRSS") << 10

    def swapped(self):
        """Bytes of QEMU that lie in host swap."""
        return self._status_kib("VmSwap") << 10

    def _status_kib(self, key):
        for line in self.proc("status").splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
        raise KeyError(key)

    def cpu_seconds(self):
        fields = self.proc("stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def is_alive(self):
        try:
            running = self.proc("stat").rsplit(")", 1)[1].split()[0] != "Z"
            return running and str(self.run) in self.proc("cmdline") and "qemu" in self.proc("cmdline")
        except OSError:
            return False

    def signal(self, number):
        if self.is_alive():
            os.kill(self.pid, number)

    def stop(self):
        """SIGKILL, and waits until the process is gone. Its files stay, as after any killed QEMU."""
        for connection in (self._agent, self._watch):
            if connection:
                connection.close()
        self._agent = self._watch = None
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait(10)
        else:
            eventually(lambda: not self.is_alive(), 10, f"{self.name} gone")
