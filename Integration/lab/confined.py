"""A service's restrictions as its unit file states them, laid on without systemd: what a chroot and setpriv can do."""

import os
import select
import socket
import subprocess
import time

# In mounts of its own: the root read-only but for the service's directories, /sys but for the named ones.
MOUNTS = r"""
set -e
root=$1; shift
mount --rbind "$root" "$root"
mount -o remount,bind,ro "$root"
for place in $WRITABLE; do
	mount --rbind "$root/$place" "$root/$place"
	mount -o remount,bind,rw "$root/$place"
done
mount --bind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
mount -o remount,bind,ro "$root/sys"
for place in $WRITABLE_SYS; do
	if [ -d "$place" ]; then mount --bind "$place" "$root/$place"; mount -o remount,bind,rw "$root/$place"; fi
done
exec chroot "$root" "$@"
"""


def unit_settings(text):
    """The settings of [Service], each a list of its values."""
    settings = {}
    for line in text.partition("[Service]")[2].partition("[Install]")[0].splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            settings.setdefault(key, []).extend(value.split())
    return settings


class ConfinedService:
    """The unit's program in a clean root with the unit's capabilities, limits, read-only places, OOM score and notify socket.

    Not laid on: the system call filter, address families, device and memory cgroups, namespaces; and tmpfs on /tmp.
    """

    def __init__(self, root, unit):
        self.root = root
        self.settings = unit_settings(unit)
        self.log_file = root.directory / "log"
        self.name = f"\0balloond-package-{os.getpid()}-{time.monotonic_ns()}"
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(self.name)
        self.heard = []
        self.process = None

    def command(self):
        capabilities = ",".join(
            "+" + word.removeprefix("CAP_").lower() for word in self.settings["CapabilityBoundingSet"]
        )
        return [
            *self.raised_limits(),
            "setpriv", f"--bounding-set=-all,{capabilities}", "--inh-caps=-all", "--no-new-privs",
            *self.settings["ExecStart"],
        ]  # fmt: skip

    def raised_limits(self):
        """What only a machine grants whose root may raise limits."""
        limits = [
            ["prlimit", f"--memlock={self.settings['LimitMEMLOCK'][0].replace('infinity', 'unlimited')}"],
            ["choom", "-n", self.settings["OOMScoreAdjust"][0], "--"],
        ]
        granted = [words for words in limits if subprocess.run([*words, "true"], capture_output=True).returncode == 0]
        return [word for words in granted for word in words]

    def start(self, ready_within=20):
        writable = []
        for key, base in (("StateDirectory", "var/lib"), ("RuntimeDirectory", "run")):
            for name in self.settings[key]:
                (self.root / f"{base}/{name}").mkdir(parents=True, exist_ok=True)
                writable.append(f"{base}/{name}")
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "NOTIFY_SOCKET": "@" + self.name[1:],
            "WATCHDOG_USEC": "200000",
            "WRITABLE": " ".join(writable),
            "WRITABLE_SYS": " ".join(path.lstrip("-") for path in self.settings["ReadWritePaths"]),
        }
        self.heard.clear()
        line = ["unshare", "--mount", "--propagation", "private", "sh", "-c", MOUNTS, "sh", self.root.path, *self.command()]
        with open(self.log_file, "a") as log:
            self.process = self.root.start(*line, stdout=log, stderr=log, env=environment)
        self.wait_notice("READY=1", ready_within)
        return self

    def wait_notice(self, word, within):
        """Until systemd would have been told this. AssertionError with the log."""
        deadline = time.monotonic() + within
        while word not in self.heard:
            left = deadline - time.monotonic()
            if left > 0 and select.select([self.notices], [], [], min(left, 0.2))[0]:
                self.heard += self.notices.recv(4096).decode().split("\n")
                continue
            ended = self.process.poll()
            assert ended is None and left > 0, f"no {word}, exit {ended}:\n{self.log()}"

    def signal(self, number):
        self.heard.clear()
        self.process.send_signal(number)

    def stop(self):
        """Its exit status after SIGTERM."""
        self.process.terminate()
        return self.process.wait(15)

    def log(self):
        return self.log_file.read_text(errors="replace")


def is_installed(program):
    return subprocess.run(["which", program], capture_output=True, check=False).returncode == 0
