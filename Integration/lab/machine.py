"""A small Debian with systemd as PID 1 in QEMU: a host to try things in that no chroot has. For one program at a time.

Its root is a clean root in memory (an initramfs), its kernel the lab's; nothing of it outlives it. Commands go over a serial
port to a shell in it (`package/machine.d/agent`), so that nothing need be installed there for the sake of the trial.
"""

import base64
import ctypes
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .cleanroot import SYSTEM, cached
from .guest import LIBC, PR_SET_PDEATHSIG
from .paths import INTEGRATION, build_image, image_directory
from .shape import QEMU
from .waiting import eventually
from .world import Skip

MEMORY = 3072  # MiB: the root is held twice while it is unpacked
BOOT = 300  # seconds; under TCG, on a machine that others use too
PATIENCE = 240  # seconds beyond a command's own deadline, which the machine keeps by its own clock
PARTS = INTEGRATION / "package" / "machine.d"
# Nobody logs in: without udev their devices would be waited for in vain.
MASKED = ["serial-getty@ttyS0.service", "getty@tty1.service"]


def kernel_module(name):
    """The lab kernel's module of that name, uncompressed. Skip where the kernel has none."""
    found = sorted((image_directory() / "kernel" / "lib" / "modules").rglob(f"{name}.ko"))
    if not found:
        raise Skip(f"the lab's kernel has no module {name}")
    return found[0]


class Result:
    """What a command in the machine said."""

    def __init__(self, returncode, stdout, stderr):
        self.returncode, self.stdout, self.stderr = returncode, stdout, stderr

    @property
    def said(self):
        return (self.stdout + self.stderr)[-3000:]


class Machine:
    """A context manager: booted at its beginning, gone at its end. `payload`: what lies in its /payload, by name."""

    def __init__(self, payload, memory=MEMORY):
        self.payload = payload
        self.memory = memory
        self.directory = Path(tempfile.mkdtemp(prefix="balloond-machine-"))
        self.process = None
        self.port = None
        self.unread = b""
        self.number = 0

    def __enter__(self):
        try:
            self._boot()
        except Skip:
            self.__exit__()
            raise
        except BaseException:
            print(f"the end of {self.console_file}:\n{self.console()[-2000:]}")
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.port:
            self.port.close()
        if self.process:
            self.process.kill()
            self.process.wait(20)
        shutil.rmtree(self.directory, ignore_errors=True)

    # MARK: Its making

    def _boot(self):
        if not shutil.which(QEMU):
            raise Skip(f"{QEMU} is not installed")
        build_image()
        self.console_file.unlink(missing_ok=True)
        self._pack()
        agent = self.directory / "agent.sock"
        words = "rdinit=/lib/systemd/systemd console=ttyS0 panic=-1 loglevel=4 systemd.show_status=1"
        line = [
            QEMU, "-name", "balloond-machine", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-machine", "pc", "-accel", "tcg,thread=single", "-cpu", "max,-erms", "-smp", "1", "-m", str(self.memory),
            "-kernel", image_directory() / "vmlinux", "-initrd", self.directory / "initrd", "-append", words,
            "-serial", f"file:{self.console_file}", "-serial", "chardev:agent",
            "-chardev", f"socket,id=agent,path={agent},server=on,wait=off",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            [str(word) for word in line], stdin=subprocess.DEVNULL, stdout=open(self.directory / "qemu", "w"),
            stderr=subprocess.STDOUT, preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL)),
        )  # fmt: skip
        self.port = eventually(lambda: self._connected(agent), 20, lambda: f"QEMU: {self._qemu_said()}")
        answer = self._line(time.monotonic() + BOOT)
        assert answer == "ready", f"the machine began with {answer!r}"

    def _connected(self, path):
        port = socket.socket(socket.AF_UNIX)
        try:
            port.connect(str(path))
        except OSError:
            port.close()
            raise
        return port

    def _pack(self):
        """The clean root and what is put over it, as two archives one after the other: the kernel unpacks both."""
        over = self.directory / "over"
        units = over / "etc/systemd/system"
        (units / "multi-user.target.wants").mkdir(parents=True)
        for name in MASKED:
            (units / name).symlink_to("/dev/null")
        shutil.copy(PARTS / "lab-agent.service", units)
        (units / "multi-user.target.wants/lab-agent.service").symlink_to("../lab-agent.service")
        # With a name and a number of its own it does not ask for them at its first start.
        (over / "etc/machine-id").write_text("ba1100" * 5 + "ba\n")
        (over / "etc/hostname").write_text("machine\n")
        (over / "payload").mkdir()
        for name, source in {"agent": PARTS / "agent", **self.payload}.items():
            (over / "payload" / name).parent.mkdir(exist_ok=True)
            shutil.copy(source, over / "payload" / name)
        for tree in (cached("systemd", SYSTEM), over):
            archive = "find . -xdev -print0 | cpio --null --create --format=newc --quiet"
            command = f"cd {shlex.quote(str(tree))} && {archive} >> {shlex.quote(str(self.directory / 'initrd'))}"
            subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], check=True, timeout=120)
        shutil.rmtree(over)

    # MARK: What can be asked of it

    @property
    def console_file(self):
        """Kept when all else is gone; the next machine's takes its place."""
        return image_directory() / "machine.console"

    def console(self):
        """What the kernel and systemd have written."""
        return self.console_file.read_text(errors="replace") if self.console_file.exists() else ""

    def run(self, *words, check=True, timeout=60):
        """A command in it. AssertionError with what it said when it fails and `check` is set."""
        return self.shell(shlex.join(str(word) for word in words), check=check, timeout=timeout)

    def shell(self, text, check=True, timeout=60):
        """Lines of bash in it, as `run`."""
        self.number += 1
        coded = base64.b64encode(text.encode()).decode()
        self.port.sendall(f"{self.number} {timeout} {coded}\n".encode())
        deadline = time.monotonic() + timeout + PATIENCE
        while True:
            number, status, output, errors = self._line(deadline).split(" ")
            if number == str(self.number):
                break
        decode = lambda field: base64.b64decode(field).decode(errors="replace")
        result = Result(int(status), decode(output), decode(errors))
        assert not check or result.returncode == 0, f"{text}: exit {result.returncode}\n{result.said}"
        return result

    def read(self, path):
        """A file of it."""
        return self.run("cat", path).stdout

    def exists(self, path):
        return self.run("test", "-e", path, check=False).returncode == 0

    def write(self, path, text):
        self.shell(f"cat > {shlex.quote(path)} <<'END OF FILE'\n{text}END OF FILE")

    def _line(self, deadline):
        """The next line from the agent. AssertionError when none comes in time, or QEMU ends."""
        while b"\n" not in self.unread:
            left = deadline - time.monotonic()
            assert left > 0, "the machine does not answer"
            self.port.settimeout(min(left, 5))
            try:
                received = self.port.recv(1 << 16)
            except TimeoutError:
                continue
            assert received, f"the machine has ended: {self._qemu_said()}"
            self.unread += received
        line, _, self.unread = self.unread.partition(b"\n")
        return line.decode(errors="replace").rstrip("\r")

    def _qemu_said(self):
        return (self.directory / "qemu").read_text(errors="replace")[-500:]
