"""balloond under test, and balloonctl to talk to it."""

import ctypes
import json
import signal
import subprocess
import time
from pathlib import Path

from .config import to_toml
from .guest import LIBC, PR_SET_PDEATHSIG, TICKS, is_listening
from .paths import binary
from .qmp import QMP


class ControlError(Exception):
    """balloonctl failed; `code` is its exit code."""

    def __init__(self, words, result):
        super().__init__(f"balloonctl {' '.join(words)}: exit {result.returncode}: {result.stderr.strip()}")
        self.code = result.returncode


class Daemon:
    """One balloond with its configuration, state and socket in `directory`; or baselined, which takes the same."""

    def __init__(self, directory, config, procfs="/proc", sysfs="/sys", program="balloond"):
        self.program = program
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.socket = Path(config["daemon"]["control-socket"])
        self.config_file = self.directory / "config.toml"
        self.log_file = self.directory / "log"
        self.roots = ["--procfs", str(procfs), "--sysfs", str(sysfs)]
        self.process = None
        self.configure(config)

    def configure(self, config):
        """Writes the configuration; a running daemon sees it at `reload`."""
        self.config_file.write_text(to_toml(config))

    def command(self, *options):
        return [str(binary(self.program)), "--config", str(self.config_file), *self.roots, *options]

    def start(self, *options, ready_within=15):
        """Starts it and waits until it answers. RuntimeError with the end of its log when it ends or stays silent."""
        with open(self.log_file, "a") as log:
            self.process = subprocess.Popen(
                self.command(*options), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGTERM)),
            )  # fmt: skip
        deadline = time.monotonic() + ready_within
        while not is_listening(self.socket):
            if self.process.poll() is not None:
                raise RuntimeError(f"balloond ended with {self.process.returncode}:\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"balloond is not ready after {ready_within} s:\n{self.log_tail()}")
            time.sleep(0.02)
        return self

    def control(self, *words, timeout=20):
        """balloonctl's completed process, whatever its exit code."""
        line = [str(binary("balloonctl")), *words, "--socket", str(self.socket)]
        return subprocess.run(line, capture_output=True, text=True, timeout=timeout, check=False)

    def ask(self, *words, timeout=20):
        """What balloonctl --json prints, decoded. ControlError when it fails."""
        result = self.control(*words, "--json", timeout=timeout)
        if result.returncode != 0:
            raise ControlError(words, result)
        return json.loads(result.stdout) if result.stdout.strip() else None

    def guests(self):
        """Guests by name, as `balloonctl list` tells them."""
        return {guest["name"]: guest for guest in self.ask("list")["guests"]}

    def states(self):
        return {name: guest["state"] for name, guest in self.guests().items()}

    def qmp(self):
        """A plain QMP client on the control socket."""
        return QMP(self.socket)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        """SIGTERM; its exit code. RuntimeError when it does not end in 10 s (it is killed then)."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """SIGKILL, as a crash would be."""
        return self._end(signal.SIGKILL)

    def _end(self, number):
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(number)
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise RuntimeError("balloond did not end within 10 s of a signal") from None

    def status_value(self, file, key):
        """A number of /proc/PID/`file`, in the unit of its line."""
        for line in Path(f"/proc/{self.process.pid}/{file}").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
        raise KeyError(key)

    def resident(self):
        """Its own resident size in bytes."""
        return self.status_value("status", "VmRSS") << 10

    def open_files(self):
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def counters(self):
        """What it has counted since its start."""
        return self.ask("status")["counters"]

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def log_tail(self, lines=30):
        return "\n".join(self.log().splitlines()[-lines:])
