"""The steps of the package's life in a machine of its own, in order: each begins where the one before it ended."""

import json
import re
import subprocess
import time
from pathlib import Path

from lab.units import MIB
from lab.waiting import eventually
from life import CONFIG, EXPOSURE, STRANGER, UNIT, Life

SERVICE = "balloond.service"
CGROUP = f"/sys/fs/cgroup/{SERVICE}"
STATE = "/var/lib/balloond/balloond.db"
SOCKET = "/run/balloond/guests/guest0000.sock"
KSM = "/sys/kernel/mm/ksm/run"
EXTRA = "/etc/balloond/config.d/lab.toml"
ERROR = 3  # syslog(3)
# Linux's numbers, from capability.h.
CAPABILITIES = {
    "CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_KILL": 5, "CAP_SETGID": 6, "CAP_SETUID": 7, "CAP_SYS_PTRACE": 19,
}  # fmt: skip


def libraries_of(program):
    """The libraries that no Debian has, of a program that was built here."""
    said = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    return sorted({Path(line.split()[2]) for line in said.splitlines() if "/swift/" in line})


class MachineLife(Life):
    """What the steps share: the machine is their root."""

    def __init__(self, machine, package):
        super().__init__(machine, package)
        self.machine = machine

    def log_tail(self):
        try:
            journal = self.machine.run("journalctl", "-b", "-n", "60", "--no-pager", timeout=30).stdout
        except (AssertionError, OSError) as error:
            journal = f"no journal: {error}\n"
        console = "\n".join(self.machine.console().splitlines()[-15:])
        return f"{journal}The end of {self.machine.console_file}:\n{console}\n"

    def service(self, name, unit=SERVICE):
        """A property of the unit, as systemd has it."""
        return self.machine.run("systemctl", "show", "--value", "-p", name, unit).stdout.strip()

    def pid(self):
        return int(self.service("MainPID"))

    def serves(self, within=60):
        """Until systemd has it as active, under whatever number, and it answers."""
        eventually(lambda: self.service("ActiveState") == "active", within, lambda: self.service("ActiveState"))
        self.machine.run("balloonctl", "status")
        return self.pid()

    def journal(self, since=None):
        """What balloond has written to the journal, an entry a record: what systemd says of it is not among them."""
        words = ["journalctl", "-u", SERVICE, "-o", "json", "--no-pager", *(["--since", since] if since else [])]
        entries = map(json.loads, self.machine.run(*words).stdout.splitlines())
        return [entry for entry in entries if entry.get("_PID") != "1"]

    def now(self):
        """The machine's clock, as journalctl takes it."""
        return "@" + self.machine.run("date", "+%s").stdout.strip()

    def configure(self, text):
        """What the configuration says beside the package's own file; nothing when empty."""
        if text:
            self.machine.write(EXTRA, text)
        else:
            self.machine.run("rm", "-f", EXTRA)


def boots(life):
    """a Debian with systemd as PID 1, and version 2 cgroups alone"""
    state = life.machine.run("systemctl", "is-system-running", "--wait", check=False, timeout=180).stdout.strip()
    failed = life.machine.run("systemctl", "--failed", "--plain", "--no-legend").stdout
    assert state == "running", f"{state}: {failed}"
    assert life.machine.run("ps", "-o", "comm=", "1").stdout.strip() == "systemd"
    assert life.machine.run("stat", "-fc", "%T", "/sys/fs/cgroup").stdout.strip() == "cgroup2fs"
    kernel = life.machine.run("uname", "-r").stdout.strip()
    return f"{life.machine.run('systemctl', '--version').stdout.splitlines()[0]}, Linux {kernel}"


def installs(life):
    """dpkg --install enables and starts it; systemd is told that it is ready, and what it manages"""
    life.machine.run("dpkg", "--install", "/payload/balloond.deb", timeout=300)
    assert life.status() == "ii"
    assert life.machine.run("systemctl", "is-enabled", SERVICE).stdout.strip() == "enabled"
    assert life.machine.run("systemctl", "is-active", SERVICE).stdout.strip() == "active"
    assert life.service("Type") == "notify"
    assert life.service("StatusText") == "managing the whole host", life.service("StatusText")
    assert life.service("NRestarts") == "0"
    assert life.ask("status")["dry_run"] is True
    began, ready = (int(life.service(f"{name}TimestampMonotonic")) for name in ("ExecMainStart", "ActiveEnter"))
    return f"ready {(ready - began) / 1e6:.1f} s after its start"


def is_confined(life):
    """it runs with its unit's filters, capabilities and limits, spared by the OOM killer"""
    status = dict(re.findall(r"^(\w+):\s*(.*)$", life.machine.read(f"/proc/{life.pid()}/status"), re.MULTILINE))
    assert status["Seccomp"] == "2" and status["NoNewPrivs"] == "1", status
    named = re.search(r"^CapabilityBoundingSet=(.*)$", life.machine.read(f"/{UNIT}"), re.MULTILINE)[1].split()
    mask = sum(1 << CAPABILITIES[name] for name in named)
    for key in ("CapBnd", "CapEff", "CapPrm"):
        assert int(status[key], 16) == mask, f"{key} {status[key]}, not {mask:x}"
    assert life.machine.read(f"/proc/{life.pid()}/oom_score_adj").strip() == "-900"
    limits = life.machine.read(f"/proc/{life.pid()}/limits")
    assert re.search(r"Max open files +65536 +65536", limits) and re.search(r"Max locked memory +unlimited", limits), limits
    locked, resident = (int(status[key].split()[0]) for key in ("VmLck", "VmRSS"))
    assert locked > resident, f"{locked} KiB locked, {resident} KiB resident"
    return f"{resident >> 10} MiB resident"


def has_protected_memory(life):
    """it stands beside system.slice, with 96 MiB that the kernel leaves it, which is more than it uses"""
    assert life.machine.read(f"/proc/{life.pid()}/cgroup").strip() == f"0::/{SERVICE}"
    assert int(life.machine.read(f"{CGROUP}/memory.min")) == 96 * MIB
    assert life.machine.read(f"{CGROUP}/cpu.weight").strip() == "500"
    used = int(life.machine.read(f"{CGROUP}/memory.current"))
    assert used < 96 * MIB, used
    return f"{used / MIB:.0f} MiB charged"


def sees_little(life):
    """it may write nowhere but in its own places, and has /tmp and devices of its own"""
    root = f"/proc/{life.pid()}/root"
    life.machine.run("touch", "/tmp/everybodys")
    assert not life.machine.exists(f"{root}/tmp/everybodys")
    assert not life.machine.exists(f"{root}/dev/ttyS0")
    for place in ("/usr", "/etc/balloond", "/var/log", "/root", "/sys/fs/cgroup", "/payload"):
        tried = life.machine.run("mkdir", f"{root}{place}/lab", check=False)
        assert "Read-only file system" in tried.stderr, f"{place}: {tried.said}"
    for file in ("/proc/sys/vm/swappiness", f"{CGROUP}/memory.min", "/sys/kernel/mm/transparent_hugepage/enabled"):
        tried = life.machine.shell(f"cat {file} > {root}{file}", check=False)
        assert "Read-only file system" in tried.stderr, f"{file}: {tried.said}"
    for place in ("/run/balloond", "/var/lib/balloond"):
        life.machine.shell(f"touch {root}{place}/lab && rm {root}{place}/lab")
    life.machine.shell(f"echo 0 > {root}{KSM}")


def is_exposed_little(life):
    """systemd itself, asked about the running service, gives it less than 3.0"""
    text = life.machine.run("systemd-analyze", "security", "--no-pager", SERVICE, timeout=120).stdout
    exposure = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", text)[1])
    assert exposure < EXPOSURE / 10, text[-3000:]
    complaints = life.machine.shell(f"journalctl -b --no-pager _PID=1 -p warning | grep {SERVICE} || true").stdout
    assert not complaints, complaints
    return exposure


def watches(life):
    """a guest of another user is fresh and its memory known, and nothing is sent to it"""
    life.machine.run("groupadd", "--gid", STRANGER, "stranger")
    life.machine.run("useradd", "--uid", STRANGER, "--gid", STRANGER, "--no-create-home", "stranger")
    life.machine.run("chown", "stranger:stranger", "/run/balloond/guests")
    life.machine.run("chmod", "700", "/run/balloond/guests")
    starts_guest(life)
    assert life.ask("status")["counters"]["commands_sent"] == 0


def starts_guest(life):
    life.machine.run(
        "systemd-run", "--quiet", "--unit=guest", "--slice=machine.slice", "--uid=stranger",
        "--setenv=LD_LIBRARY_PATH=/payload/fleet", "/payload/fleet/fakefleet", "--directory", "/run/balloond/guests",
        "--count", "1", "--memory", "512",
    )  # fmt: skip
    sees_guest(life)


def sees_guest(life):
    eventually(lambda: guest(life).get("state") == "fresh", 60, lambda: f"no fresh guest: {guest(life)}")
    assert guest(life).get("resident_bytes"), guest(life)


def guest(life):
    """The only guest, as `balloonctl list` tells it; empty while there is none."""
    return next(iter(life.ask("list")["guests"]), {})


def goes_live(life):
    """without its dry-run line, `systemctl reload` has the same process move balloons"""
    before = life.pid()
    life.machine.run("sed", "-i", "/^dry-run = true$/d", f"/{CONFIG}")
    life.machine.run("systemctl", "reload", SERVICE)
    eventually(lambda: life.ask("status")["dry_run"] is False, 10, "still a dry run")
    assert life.serves() == before
    life.machine.run("balloonctl", "set", "guest0000", "256M", "--wait", "--reason", "a walk")
    assert guest(life)["actual_bytes"] == 256 * MIB


def writes_a_journal(life):
    """its journal has an entry an event, with its priority, and so far nothing to worry about"""
    entries = life.journal()
    assert len(entries) >= 4, entries
    for entry in entries:
        message = entry["MESSAGE"]
        assert isinstance(message, str) and "\n" not in message and not message.startswith("<"), entry
        assert entry["SYSLOG_IDENTIFIER"] == "balloond", entry
        assert int(entry["PRIORITY"]) > 4, entry
    reloaded = [entry for entry in entries if entry["MESSAGE"] == "configuration reloaded"]
    assert [entry["PRIORITY"] for entry in reloaded] == ["5"], reloaded
    return f"{len(entries)} entries"


def is_restarted(life):
    """killed, it is started again, and the pin is still there"""
    before = life.pid()
    life.machine.run("kill", "-KILL", before)
    eventually(lambda: life.pid() not in (0, before), 30, "not started again")
    life.serves()
    assert life.service("NRestarts") == "1"
    holds_pin(life)


def holds_pin(life):
    sees_guest(life)
    assert guest(life)["pin"]["reason"] == "a walk", guest(life)
    assert guest(life)["actual_bytes"] == 256 * MIB, guest(life)


def is_watched(life):
    """when it hangs, the watchdog ends it and it is started again"""
    before = life.pid()
    began = time.monotonic()
    life.machine.run("kill", "-STOP", before)
    eventually(lambda: life.pid() not in (0, before), 75, "not ended by the watchdog")
    took = time.monotonic() - began
    life.serves()
    assert life.service("NRestarts") == "2"
    said = life.machine.run("journalctl", "-u", SERVICE, "--no-pager", "-n", "40").stdout
    assert "Watchdog timeout" in said, said
    holds_pin(life)
    return f"after {took:.0f} s"


def runs_plugins(life):
    """a policy of others decides, within the unit's own system call filter and its own"""
    life.machine.run("cp", "/payload/elder.so", "/etc/balloond/policies/elder.so")
    life.configure('[policy]\ndeadline = "1s"\n')  # this processor is emulated
    life.machine.run("systemctl", "reload", SERVICE)
    life.machine.run("balloonctl", "policy", "use", "/etc/balloond/policies/elder.so")
    eventually(lambda: policy(life).get("rounds", 0) > 3, 30, lambda: f"it does not decide: {policy(life)}")
    child = life.machine.run("pgrep", "--parent", life.pid()).stdout.split()[0]
    status = life.machine.read(f"/proc/{child}/status")
    assert re.search(r"^Seccomp:\s*2$", status, re.MULTILINE), status
    filters = int(re.search(r"^Seccomp_filters:\s*(\d+)$", status, re.MULTILINE)[1])
    service = life.machine.read(f"/proc/{life.pid()}/status")
    assert filters > int(re.search(r"^Seccomp_filters:\s*(\d+)$", service, re.MULTILINE)[1]), (filters, service)
    assert re.search(r"^CapEff:\s*0+$", status, re.MULTILINE), status
    assert not re.search(r"^Uid:\s*0\s", status, re.MULTILINE), status
    assert life.machine.read(f"/proc/{child}/cgroup").strip() == f"0::/{SERVICE}"
    life.machine.run("balloonctl", "policy", "use", "built-in")
    life.configure("")
    life.machine.run("systemctl", "reload", SERVICE)


def policy(life):
    return life.ask("policy", "show").get("active") or {}


def serves_a_page(life):
    """the page and the metrics answer on this machine's addresses, IPv4 and IPv6"""
    for listen, host in (("127.0.0.1:9177", "127.0.0.1"), ("[::1]:9177", "::1")):
        life.configure(f'[web]\nlisten = "{listen}"\n')
        life.machine.run("systemctl", "restart", SERVICE)
        page = eventually(lambda: fetched(life, host, "/"), 20, f"no page on {listen}")
        assert page.startswith("HTTP/1.1 200") and "<html" in page, page[:300]
        metrics = fetched(life, host, "/metrics")
        assert re.search(r"^balloond_pool_size_bytes(\{.*\})? [\d.e+]+$", metrics, re.MULTILINE), metrics[:500]
    life.configure("")
    life.machine.run("systemctl", "restart", SERVICE)
    life.serves()


def fetched(life, host, path):
    """An answer over HTTP, head and body; nothing while nobody listens. By the shell: the machine has no client."""
    request = f"GET {path} HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n"
    script = f"exec 4<>/dev/tcp/{host}/9177 && printf '{request}' >&4 && cat <&4"
    return life.machine.shell(script, check=False, timeout=20).stdout.replace("\r\n", "\n")


def governs_ksm(life):
    """it moves KSM's switch, the only one of the kernel's that it may, and puts it back when it is stopped"""
    assert life.machine.read(KSM).strip() == "0"
    life.machine.run("balloonctl", "ksm", "start")
    eventually(lambda: life.machine.read(KSM).strip() == "1", 20, "KSM is not started")
    life.machine.run("balloonctl", "ksm", "stop")
    eventually(lambda: life.machine.read(KSM).strip() == "0", 20, "KSM is not stopped")
    life.machine.run("balloonctl", "ksm", "start")
    eventually(lambda: life.machine.read(KSM).strip() == "1", 20, "KSM is not started again")
    life.machine.run("balloonctl", "ksm", "auto")
    life.machine.run("systemctl", "stop", SERVICE)
    assert life.machine.read(KSM).strip() == "0", "KSM was left running"
    assert life.service("Result") == "success", life.service("Result")
    assert life.machine.exists(SOCKET), "guests' sockets went with the daemon"
    life.machine.run("systemctl", "start", SERVICE)
    holds_pin(life)


STEPS = [
    boots, installs, is_confined, has_protected_memory, sees_little, is_exposed_little, watches, goes_live,
    writes_a_journal, is_restarted, is_watched, runs_plugins, serves_a_page, governs_ksm,
]  # fmt: skip
