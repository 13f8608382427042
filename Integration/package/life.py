"""The steps of a package's life, in order: each begins where the one before it ended."""

import json
import re
import shutil
import signal
import subprocess

from lab import plugins
from lab.confined import ConfinedService, is_installed
from lab.paths import INTEGRATION, REPOSITORY, binary
from lab.waiting import eventually

CONFIG = "etc/balloond/config.toml"
UNIT = "usr/lib/systemd/system/balloond.service"
EXPOSURE = 30  # tenths; systemd's own word for it is "OK"
STRANGER = 64055  # libvirt-qemu's number on Debian
COMPLETIONS = {
    "bash": "usr/share/bash-completion/completions/balloonctl",
    "zsh": "usr/share/zsh/vendor-completions/_balloonctl",
    "fish": "usr/share/fish/vendor_completions.d/balloonctl.fish",
}


class Life:
    """What the steps share."""

    def __init__(self, root, package):
        self.root = root
        self.package = package
        self.daemon = None
        self.fleet = None

    def ask(self, *words):
        return json.loads(self.root.run("balloonctl", *words, "--json").stdout)

    def log_tail(self):
        return "\n".join(self.daemon.log().splitlines()[-30:]) + "\n" if self.daemon else ""

    def status(self):
        """What dpkg knows of the package, as `ii`, `rc` or nothing."""
        return self.root.run("dpkg-query", "-W", "-f", "${db:Status-Abbrev}", "balloond", check=False).stdout.strip()


def said(*words, **options):
    result = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, timeout=60, **options
    )
    return result.returncode, result.stdout + result.stderr


def installs(life):
    """it installs on a Debian without Swift, with the libraries it names and no others"""
    root = life.root
    assert not root.find("libswiftCore*"), "the clean root has Swift"
    root.run("dpkg", "--install", "/" + copied(life, life.package))
    assert life.status() == "ii"
    assert root.run("dpkg", "--verify", "balloond").stdout == ""
    assert root.run("getent", "group", "balloond").stdout.startswith("balloond:")
    for program in ("usr/sbin/balloond", "usr/lib/balloond/balloon-policyhost"):
        libraries = root.run("ldd", f"/{program}").stdout
        assert "not found" not in libraries, libraries
    assert "balloond" in root.run("balloond", "--version").stdout
    root.run("balloonctl", "--version")


def copied(life, package):
    """The package in the root; its path there without the first slash."""
    shutil.copy(package, life.root / "root/balloond.deb")
    return "root/balloond.deb"


def has_a_sound_unit(life):
    """its unit is valid, and exposed less than systemd's 3.0"""
    # As if it were installed here: the root has no systemd of its own.
    unit = life.root.directory / "balloond.service"
    unit.write_text((life.root / UNIT).read_text().replace("/usr/sbin/", f"{life.root.path}/usr/sbin/"))
    status, text = said("systemd-analyze", "verify", "--man=no", unit)
    ours = [line for line in text.splitlines() if "balloond" in line]
    assert not ours, "\n".join(ours)
    status, text = said(
        "systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE - 1}", life.root / UNIT
    )
    assert status == 0, text[-3000:]


def has_readable_pages(life):
    """its manual pages and completions are without a fault"""
    for page in sorted((REPOSITORY / "docs" / "man").iterdir()):
        installed = life.root / f"usr/share/man/man{page.suffix[1:]}/{page.name}.gz"
        assert installed.exists(), installed
        status, text = said("groff", "-man", "-t", "-Tutf8", "-ww", "-z", page)
        assert (status, text) == (0, ""), text
    for shell, place in COMPLETIONS.items():
        assert (life.root / place).exists(), place
        if is_installed(shell):
            status, text = said(shell, "-n", life.root / place)
            assert (status, text) == (0, ""), text


def starts_dry(life):
    """it runs within its unit's restrictions, and as it comes it only looks"""
    life.fleet = strange_guest(life.root)
    life.root.run("balloond", "--check-config")
    life.daemon = ConfinedService(life.root, (life.root / UNIT).read_text())
    life.daemon.start()
    life.daemon.wait_notice("WATCHDOG=1", 5)
    eventually(lambda: guest(life)["state"] == "fresh", 15, "the guest is not fresh")
    assert life.ask("status")["dry_run"] is True
    assert guest(life).get("resident_bytes"), "another user's QEMU is not seen"
    complaints = [line for line in life.daemon.log().splitlines() if re.match(r"\S+ (warning|error|critical) ", line)]
    assert not complaints, "\n".join(complaints)


def strange_guest(root):
    """A guest as libvirt has it: another user's process, its socket another user's in another user's directory."""
    sockets = root / "run/balloond/guests"
    sockets.mkdir(parents=True)
    shutil.chown(sockets, STRANGER, STRANGER)
    sockets.chmod(0o700)
    program = shutil.copy(binary("fakefleet"), root.directory)
    process = root.start(program, "--directory", sockets, "--count", "1", "--memory", "512", user=STRANGER, group=STRANGER, stdout=subprocess.DEVNULL)
    eventually(lambda: (sockets / "guest0000.sock").exists(), 10, "no fake guest")
    return process


def guest(life):
    (only,) = life.ask("list")["guests"]
    return only


def lets_its_group_look(life):
    """members of its group may look and not touch, others not even look"""
    group = int(life.root.run("getent", "group", "balloond").stdout.split(":")[2])
    member = ["setpriv", "--reuid=4242", f"--regid={group}", "--clear-groups", "balloonctl"]
    other = ["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups", "balloonctl"]
    life.root.run(*member, "status")
    assert life.root.run(*member, "set", "guest0000", "256M", check=False).returncode != 0
    assert life.root.run(*other, "status", check=False).returncode == 77


def goes_live(life):
    """without its dry-run line, and after a reload, it moves balloons"""
    config = life.root / CONFIG
    config.write_text(config.read_text().replace("dry-run = true\n", "log-level = \"info\"\n"))
    life.root.run("balloond", "--check-config")
    life.daemon.signal(signal.SIGHUP)
    life.daemon.wait_notice("READY=1", 10)
    eventually(lambda: life.ask("status")["dry_run"] is False, 5, "still a dry run")
    life.root.run("balloonctl", "set", "guest0000", "256M", "--wait", "--reason", "a walk")
    assert guest(life)["actual_bytes"] == 256 << 20


def runs_plugins(life):
    """a policy of others is tried and used, in its own process, from where it is installed"""
    previous = INTEGRATION / "kit" / "previous"
    elder = plugins.compiled("elder", previous / "Elder.swift", interface=previous / "swift")
    shutil.copy(elder, life.root / "etc/balloond/policies/elder.so")
    life.root.run("balloonctl", "policy", "check", "/etc/balloond/policies/elder.so")
    life.root.run("balloonctl", "policy", "use", "/etc/balloond/policies/elder.so")
    eventually(lambda: life.ask("policy", "show")["active"]["rounds"] > 1, 10, lambda: life.ask("policy", "show"))
    life.root.run("balloonctl", "policy", "use", "built-in")


def upgrades(life):
    """an upgrade keeps what was changed in the configuration, and the pin"""
    with_changes = altered_package(life, "0.9.0")
    life.root.run("dpkg", "--install", "--force-confdef", "--force-confold", "/" + copied(life, with_changes))
    assert life.root.run("dpkg-query", "-W", "-f", "${Version}", "balloond").stdout == "0.9.0"
    text = (life.root / CONFIG).read_text()
    assert "log-level" in text and "dry-run = true" not in text, text
    assert life.daemon.stop() == 0
    life.daemon.start()
    pin = guest(life)["pin"]
    assert pin["reason"] == "a walk", pin


def altered_package(life, version):
    """The same package with a higher version and another default in its configuration."""
    tree = life.root.directory / "altered"
    subprocess.run(["dpkg-deb", "--raw-extract", life.package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"^Version: .*$", f"Version: {version}", control.read_text(), flags=re.MULTILINE))
    with open(tree / CONFIG, "a") as config:
        config.write("# A line of the new version.\n")
    file = life.root.directory / "altered.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, file]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return file


def is_removed(life):
    """removed, it leaves configuration, pins and guests' sockets"""
    assert life.daemon.stop() == 0
    life.daemon = None
    life.root.run("dpkg", "--remove", "balloond")
    assert life.status() == "rc"
    assert "log-level" in (life.root / CONFIG).read_text()
    assert (life.root / "var/lib/balloond/balloond.db").exists()
    assert (life.root / "run/balloond/guests/guest0000.sock").exists()
    for gone in ("usr/sbin/balloond", "usr/bin/balloonctl", "usr/lib/balloond", UNIT, *COMPLETIONS.values()):
        assert not (life.root / gone).exists(), gone


def is_purged(life):
    """purged, it leaves nothing but guests' sockets and its group"""
    life.fleet.terminate()
    life.fleet.wait(10)
    shutil.rmtree(life.root / "etc/balloond/policies", ignore_errors=True)
    life.root.run("dpkg", "--purge", "balloond")
    assert life.status() in ("", "un")
    left = [path for path in life.root.find("*balloon*") if path != "/root/balloond.deb"]
    assert left == ["/run/balloond"] or not left, left


STEPS = [
    installs,
    has_a_sound_unit,
    has_readable_pages,
    starts_dry,
    lets_its_group_look,
    goes_live,
    runs_plugins,
    upgrades,
    is_removed,
    is_purged,
]
