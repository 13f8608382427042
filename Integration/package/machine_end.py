"""The last steps of the package's life in a machine of its own: mistakes, an upgrade, and the way out."""

import time

from lab.waiting import eventually
from life import COMPLETIONS, CONFIG, UNIT
from machine_life import CGROUP, ERROR, SERVICE, SOCKET, STATE, holds_pin

MISTAKE = "[pool]\nlimit = \"180%\"\n"


def refuses_mistakes(life):
    """a mistake in the configuration fails a reload, leaves the old one at work, and is told in the journal as an error"""
    before, since = life.pid(), life.now()
    life.configure(MISTAKE)
    reload = life.machine.run("systemctl", "reload", SERVICE, check=False)
    assert reload.returncode != 0, "systemctl reload says that all is well"
    tells_mistake(life, since)
    assert life.serves() == before
    assert life.ask("status")["pool"]["limit"] == 0.8


def tells_mistake(life, since):
    lines = [entry for entry in life.journal(since) if "lab.toml" in entry["MESSAGE"]]
    assert lines and {entry["PRIORITY"] for entry in lines} == {str(ERROR)}, life.journal(since)[-3:]


def stays_down(life):
    """started with it, it fails at once and is not tried again and again; mended, it starts"""
    since, count = life.now(), int(life.service("NRestarts"))
    assert life.machine.run("systemctl", "restart", SERVICE, check=False).returncode != 0
    time.sleep(5)  # the point is that nothing happens
    state = [life.service(name) for name in ("ActiveState", "Result", "ExecMainStatus", "NRestarts")]
    assert state == ["failed", "exit-code", "78", "0"], f"{state}, before {count}"
    tells_mistake(life, since)
    life.configure("")
    life.machine.run("systemctl", "start", SERVICE)
    holds_pin(life)


def is_replaced(life):
    """an upgrade restarts it, and the pin is kept"""
    before = life.pid()
    life.machine.run("dpkg", "--install", "--force-confold", "/payload/balloond.deb", timeout=300)
    assert life.serves() not in (0, before)
    holds_pin(life)
    assert life.ask("status")["dry_run"] is False


def is_removed(life):
    """removed, the service ends in order and is unknown; configuration, pins and guests' sockets stay"""
    since = life.now()
    life.machine.run("dpkg", "--remove", "balloond", timeout=120)
    assert life.status() == "rc"
    assert life.machine.run("systemctl", "is-active", SERVICE, check=False).stdout.strip() == "inactive"
    said = life.machine.run("journalctl", "-u", SERVICE, "--since", since, "--no-pager").stdout
    assert "Deactivated successfully" in said, said
    assert not life.machine.exists(CGROUP)
    assert not life.machine.run("pgrep", "balloond|balloon-policy", check=False).stdout
    for kept in (f"/{CONFIG}", STATE, SOCKET):
        assert life.machine.exists(kept), kept
    for gone in (UNIT, *COMPLETIONS.values(), "usr/sbin/balloond", "usr/bin/balloonctl", "usr/lib/balloond"):
        assert not life.machine.exists(f"/{gone}"), gone
    assert life.machine.run("systemctl", "is-active", "guest").stdout.strip() == "active"


def is_purged(life):
    """purged, it leaves nothing but guests' sockets and its group, and systemd knows no such service"""
    life.machine.run("systemctl", "stop", "guest")
    life.machine.run("rm", "-rf", "/etc/balloond/policies")
    life.machine.run("dpkg", "--purge", "balloond", timeout=120)
    assert life.status() in ("", "un")
    eventually(lambda: life.service("LoadState") == "not-found", 10, lambda: life.service("LoadState"))
    places = "/etc /usr /var /run /home /root /srv /opt /tmp"
    found = life.machine.shell(f"find {places} -name '*balloon*' -not -path '/run/log/*'").stdout.splitlines()
    left = sorted(path for path in found if path != "/usr/lib/modules")
    assert left in ([], ["/run/balloond"]), left
    assert life.machine.run("systemctl", "--failed", "--plain", "--no-legend").stdout == ""


STEPS = [refuses_mistakes, stays_down, is_replaced, is_removed, is_purged]
