"""Steps of the package's life with a version 2 memory cgroup of a real kernel as the pool: a slice, as guests are given one."""

import json

from lab.units import MIB, mib
from lab.waiting import eventually
from machine_life import ERROR, SERVICE, guest, sees_guest, starts_guest

SLICE = "machine.slice"
POOL = f"/sys/fs/cgroup/{SLICE}"
LIMIT = 640 * MIB
NEAR = 4 * MIB  # what may have changed between the daemon's look and ours
CONFIGURATION = f'[pool]\nkind = "cgroup"\ncgroup = "{SLICE}"\n'
# Fills so many MiB with what no two pages have alike, and sleeps.
HOG = 'my $m = ""; $m .= pack("Q", $_) x 512 for 1 .. 256 * shift; sleep 3600'


def hog(life, name, size, *properties):
    """A process in the slice that holds so many MiB."""
    words = ["systemd-run", "--quiet", f"--unit={name}", f"--slice={SLICE}", *properties]
    life.machine.run(*words, "perl", "-e", HOG, size)


def side_by_side(life):
    """The daemon's reading of the pool, and the kernel's own files right after it."""
    script = f"""
    balloonctl status --json | tr -d '\\n'; echo
    cat {POOL}/memory.current {POOL}/memory.max {POOL}/memory.swap.current
    sed -n 's/^inactive_file //p' {POOL}/memory.stat
    sed -n 's/^some avg10=\\([0-9.]*\\).*/\\1/p' {POOL}/memory.pressure
    """
    told, current, most, swap, inactive, pressure = life.machine.shell(script).stdout.splitlines()
    kernel = {
        "total_bytes": int(most), "used_bytes": int(current) - int(inactive), "swap_used_bytes": int(swap),
        "inactive": int(inactive), "pressure_some": float(pressure) / 100,
    }  # fmt: skip
    return json.loads(told)["pool"], kernel


def differences(life):
    """What the two disagree about, in words; empty when they agree."""
    pool, kernel = side_by_side(life)
    wrong = [] if pool["kind"] == "cgroup" and pool["total_bytes"] == kernel["total_bytes"] else [f"{pool} {kernel}"]
    for key in ("used_bytes", "swap_used_bytes"):
        if abs(pool[key] - kernel[key]) > NEAR:
            wrong.append(f"{key}: {mib(pool[key])}, the kernel says {mib(kernel[key])}")
    if abs(pool["pressure_some"] - kernel["pressure_some"]) > 0.1:
        wrong.append(f"pressure: {pool['pressure_some']}, the kernel says {kernel['pressure_some']}")
    return wrong


def agrees(life):
    """Until the daemon's picture is the kernel's; the pool then."""
    eventually(lambda: not differences(life), 30, lambda: differences(life))
    return side_by_side(life)


def measures_a_cgroup(life):
    """with a slice as the pool it reads what the kernel says: limit, use, and page cache as available"""
    life.machine.run("systemctl", "set-property", "--runtime", SLICE, f"MemoryMax={LIMIT}")
    hog(life, "hog", 150)
    life.machine.shell(
        "insmod /payload/loop.ko && truncate -s 300M /var/tmp/disk && mkfs.ext4 -q /var/tmp/disk && mkdir -p /mnt/disk"
        " && mount -o loop /var/tmp/disk /mnt/disk",
        timeout=120,
    )
    reader = ["systemd-run", "--quiet", "--wait", f"--slice={SLICE}", "dd", "if=/dev/zero", "of=/mnt/disk/file", "bs=1M", "count=100"]
    life.machine.run(*reader, timeout=180)
    life.configure(CONFIGURATION)
    life.machine.run("systemctl", "restart", SERVICE)
    life.serves()
    sees_guest(life)
    assert life.service("StatusText") == f"managing cgroup {SLICE}", life.service("StatusText")
    pool, kernel = agrees(life)
    assert pool["total_bytes"] == LIMIT
    assert kernel["inactive"] > 50 * MIB, f"no page cache to tell apart: {kernel}"
    assert pool["used_bytes"] > 150 * MIB, pool
    return f"{mib(pool['used_bytes'])} used, {mib(kernel['inactive'])} of page cache beside it"


def sees_swap(life):
    """swap within the slice is counted, and raises the alarm"""
    life.machine.shell(
        "truncate -s 256M /mnt/disk/swap; dd if=/dev/zero of=/mnt/disk/swap bs=1M count=128 status=none; chmod 600 /mnt/disk/swap"
        " && mkswap -q /mnt/disk/swap >/dev/null && swapon /mnt/disk/swap",
        check=False,
        timeout=120,
    )
    assert life.machine.run("swapon", "--show", "--noheadings").stdout, "no swap"
    hog(life, "swapper", 90, "-p", "MemoryHigh=40M")
    alarms = eventually(lambda: life.ask("status")["alarms"], 60, "no alarm while the slice swaps")
    eventually(lambda: side_by_side(life)[1]["swap_used_bytes"] > 20 * MIB, 60, "nothing is swapped")
    pool, _ = agrees(life)
    life.machine.run("systemctl", "stop", "swapper")
    life.machine.run("swapoff", "/mnt/disk/swap", timeout=120)
    return f"{mib(pool['swap_used_bytes'])}, {', '.join(alarm['code'] for alarm in alarms)}"


def acts_on_it(life):
    """when others in the slice fill it, it takes from the guest what that holds idle"""
    life.machine.run("balloonctl", "unset", "guest0000")
    hog(life, "hog2", 300)
    eventually(lambda: guest(life)["actual_bytes"] < 256 * MIB, 60, lambda: f"{guest(life)} {life.ask('status')['pool']}")
    pool, _ = agrees(life)
    life.machine.run("systemctl", "stop", "hog2")
    life.machine.run("balloonctl", "set", "guest0000", "256M", "--wait", "--reason", "a walk")
    return f"at {pool['usage']:.0%}"


def outlives_its_cgroup(life):
    """when the slice goes with its last process, it says so and waits; made anew, it is read again"""
    before, since = life.pid(), life.now()
    life.machine.run("systemctl", "stop", "guest", "hog", SLICE)
    assert not life.machine.exists(POOL)
    eventually(lambda: "cannot be read" in said_since(life, since), 20, lambda: said_since(life, since))
    eventually(lambda: life.ask("status").get("pool") is None, 10, "it tells the pool's last state as if it were today's")
    assert [entry["PRIORITY"] for entry in life.journal(since) if "cannot be read" in entry["MESSAGE"]] == [str(ERROR)]
    starts_guest(life)
    hog(life, "hog", 150)
    agrees(life)
    assert life.serves() == before
    assert "host files can be read again" in said_since(life, since)


def said_since(life, since):
    return "\n".join(entry["MESSAGE"] for entry in life.journal(since))


def starts_before_its_cgroup(life):
    """started before the slice exists, as at every boot, it waits for it"""
    life.machine.run("systemctl", "stop", "guest", "hog", SLICE)
    life.machine.run("systemctl", "restart", SERVICE, check=False)
    before = life.serves()
    starts_guest(life)
    hog(life, "hog", 150)
    agrees(life)
    assert life.serves() == before
    life.machine.run("systemctl", "stop", "hog")
    life.configure("")
    life.machine.run("systemctl", "restart", SERVICE)
    life.serves()


STEPS = [measures_a_cgroup, sees_swap, acts_on_it, outlives_its_cgroup, starts_before_its_cgroup]
