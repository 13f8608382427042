"""A Debian as it is after its installation: no Swift, nothing of ours. For packages to be tried in."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .paths import REPOSITORY, image_directory
from .world import Skip

LIBRARIES = ["libjansson4", "libsqlite3-0", "libstdc++6"]
# A root that can be booted; the kernel is the lab's own.
SYSTEM = ["systemd", "systemd-sysv", "dbus", "procps", "kmod", "e2fsprogs", "mount"]
DEADLINE = 420  # seconds for a first debootstrap


def in_own_mounts(*more):
    """Runs the calling program anew where its mounts are nobody else's and end with it; `more` are options of unshare.

    Skip where that is not permitted; nothing for others than root, whom the clean root itself refuses.
    """
    if os.environ.pop("BALLOOND_OWN_MOUNTS", None) or os.geteuid() != 0:
        return
    unshare = ["unshare", "--mount", "--propagation", "private", *more]
    tried = subprocess.run([*unshare, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        raise Skip(f"no mounts of its own: {tried.stderr.strip()}")
    os.environ["BALLOOND_OWN_MOUNTS"] = "1"
    os.execvp("unshare", [*unshare, *os.sys.orig_argv])


def said_by(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def mirror():
    """Where this machine gets its own Debian from, and which: nothing else is ever asked."""
    codename = Path("/etc/os-release").read_text().partition("VERSION_CODENAME=")[2].split("\n")[0].strip('"')
    targets = said_by("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages")
    for line in targets.splitlines():
        address, _, release = line.partition(" ")
        if codename and release == codename:
            return codename, address
    raise Skip("apt knows no mirror of this Debian's own release (apt-get update?)")


def cached(kind="", packages=()):
    """The clean root that copies are made of: bootstrapped once, a minute or two. `kind` names one with more `packages`."""
    if os.geteuid() != 0:
        raise Skip("a clean root is made by root")
    codename, address = mirror()
    place = image_directory() / f"debian-{codename}{kind and '-' + kind}"
    if place.exists():
        return place
    installed = subprocess.run([REPOSITORY / "scripts" / "install-packages", "debootstrap"], check=False)
    if installed.returncode != 0:
        raise Skip("debootstrap cannot be installed")
    image_directory().mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".debian-", dir=image_directory()))
    words = ["debootstrap", "--variant=minbase", f"--include={','.join([*LIBRARIES, *packages])}", codename, fresh, address]
    try:
        result = subprocess.run(words, capture_output=True, text=True, check=False, timeout=DEADLINE)
        if result.returncode != 0:
            raise Skip(f"debootstrap: {(result.stdout + result.stderr).strip()[-300:]}")
        for waste in ("var/cache/apt", "var/lib/apt/lists", "var/cache/debconf"):
            shutil.rmtree(fresh / waste, ignore_errors=True)
        fresh.chmod(0o755)
        fresh.rename(place)
    except subprocess.TimeoutExpired:
        raise Skip(f"debootstrap was not done after {DEADLINE} s") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return place


class CleanRoot:
    """A copy of the clean root that may be spoilt. A context manager; call `in_own_mounts` first."""

    def __init__(self):
        self.source = cached()
        self.directory = Path(tempfile.mkdtemp(prefix="balloond-root-"))
        self.directory.chmod(0o755)
        self.path = self.directory / "root"
        self.processes = []

    def __enter__(self):
        for name in ("upper", "work", "root"):
            (self.directory / name).mkdir()
        layers = f"lowerdir={self.source},upperdir={self.directory}/upper,workdir={self.directory}/work"
        overlay = ["mount", "-t", "overlay", "-o", layers, "overlay", self.path]
        if subprocess.run(overlay, capture_output=True, check=False).returncode != 0:
            subprocess.run(["cp", "-a", "--reflink=auto", f"{self.source}/.", self.path], check=True)
        # Programs learn their arguments there.
        subprocess.run(["mount", "--bind", "/proc", self / "proc"], check=True)
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
        for place in (self / "proc", self.path):
            subprocess.run(["umount", "--lazy", place], capture_output=True, check=False)
        shutil.rmtree(self.directory, ignore_errors=True)

    def __truediv__(self, name):
        return self.path / name.lstrip("/")

    def find(self, pattern):
        """What there is by that name, as paths in it."""
        found = said_by("find", str(self.path), "-xdev", "-name", pattern, "-printf", "/%P\n")
        return sorted(found.splitlines())

    def run(self, *words, check=True, **options):
        """A command in it, its output as text. AssertionError with what it said when it fails and `check` is set."""
        line = ["chroot", str(self.path), *map(str, words)]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        result = subprocess.run(
            line, capture_output=True, text=True, check=False, timeout=120, env=environment, **options
        )
        said = (result.stdout + result.stderr)[-3000:]
        assert not check or result.returncode == 0, f"{' '.join(line[2:])}: exit {result.returncode}\n{said}"
        return result

    def start(self, *words, **options):
        """A process outside that ends with the root: it sees the root's files at `path`."""
        process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, **options)
        self.processes.append(process)
        return process
