"""balloonctl doctor: exactly the flaws that were built in, of two real guests and of a host made of files."""

import json
import os
import subprocess

from lab.paths import binary
from lab.units import MIB

VIRTIO_RNG = ("-object", "rng-random,id=rng0,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=rng0")
#: of any guest here: emulated where there is no KVM, and on a file
OF_THE_LAB = {"image-in-file"} | (set() if os.environ.get("BALLOOND_LAB_ACCEL") == "kvm" else {"no-acceleration"})


def disk(world, name, options):
    """Words of QEMU that give a guest a writable disk of 16 MiB."""
    image = world.directory / f"{name}.img"
    with open(image, "wb") as file:
        file.truncate(16 * MIB)
    drive = f"if=none,id=disk0,format=raw,file={image},{options}"
    return ("-drive", drive, "-device", "virtio-blk-pci,drive=disk0,id=data")


def two_guests(world):
    """One with flaws built in, one without."""
    card = ("-netdev", "user,id=net0", "-device", "e1000,netdev=net0,id=card")
    flawed = world.guest(
        "flawed", boot=True, ready=False, balloon=None, extra=disk(world, "flawed", "cache=unsafe") + card
    )
    good = world.guest(
        "good", boot=True, ready=False, balloon="deflate-on-oom=on,free-page-reporting=on",
        extra=disk(world, "good", "cache=none,aio=native") + VIRTIO_RNG,
    )  # fmt: skip
    return flawed.wait_ready(), good.wait_ready()


def doctor(socket, *words):
    """Its exit code and what it prints as JSON. An exit code that is no verdict fails the test."""
    line = [str(binary("balloonctl")), "doctor", "--json", "--socket", str(socket), *map(str, words)]
    result = subprocess.run(line, capture_output=True, text=True, timeout=20, check=False)
    assert result.returncode in (0, 1, 2), result.stderr
    return result.returncode, json.loads(result.stdout)


def told(diagnosis, guest=None, under="findings"):
    return {finding["id"] for finding in diagnosis[under] if finding["guest"] == guest}


def test_two_real_guests(world):
    flawed, good = two_guests(world)
    daemon = world.daemon()
    world.wait_fresh(daemon, [good])
    # The disk under the images, and /dev/kvm, are this machine's and another's are otherwise.
    empty = world.directory / "empty"
    empty.mkdir()
    elsewhere = ["--sysfs", empty, "--devfs", empty]
    status, found = doctor(daemon.socket, *elsewhere, "flawed", "good")
    assert told(found, "good") == OF_THE_LAB, found["findings"]
    flaws = {"no-balloon-device", "emulated-network", "cache-unsafe", "no-entropy-device"}
    assert told(found, "flawed") == OF_THE_LAB | flaws, found["findings"]
    assert told(found) == set() and not found["unknown"] and not found["notes"], found
    assert status == 2 == found["exit_status"]
    # What QEMU itself says of the balloon, and what only the daemon can know.
    passed = told(found, "good", "passed")
    assert {"no-balloon-driver", "no-guest-statistics", "deflate-on-oom-off", "not-watched"} <= passed
    # The operator's word: two findings of one guest are kept quiet and counted.
    daemon.ask("annotate", "flawed", "doctor.ignore=cache-unsafe,no-balloon-device")
    status, found = doctor(daemon.socket, *elsewhere, "flawed")
    assert told(found, "flawed", "suppressed") == {"cache-unsafe", "no-balloon-device"}
    assert told(found, "flawed") == OF_THE_LAB | flaws - {"cache-unsafe", "no-balloon-device"}
    assert status == 1
    status, found = doctor(daemon.socket, "--only", "no-entropy-device,cache-unsafe")
    assert told(found, "flawed") == {"no-entropy-device"} and status == 0
    # Without the daemon the command lines still tell of the devices.
    daemon.kill()
    status, found = doctor(daemon.socket, *elsewhere, "flawed", "good")
    assert told(found, "flawed") == OF_THE_LAB | flaws
    assert told(found, "good") == OF_THE_LAB
    assert "no-balloon-driver" in told(found, "good", "unknown")


def made_host(directory):
    """A procfs and a sysfs of files: swap in use, a careless kernel, ksmtuned beside us."""
    files = {
        "proc/meminfo": "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapTotal: 1048576 kB\nSwapFree: 524288 kB\n"
        "HugePages_Total: 512\nHugePages_Free: 512\nHugepagesize: 2048 kB\n",
        "proc/stat": "cpu  1 0 1 8 0 0 0 0 0 0\ncpu0 1 0 1 8 0 0 0 0 0 0\n",
        "proc/sys/vm/swappiness": "60\n",
        "proc/sys/vm/overcommit_memory": "2\n",
        "proc/77/cmdline": "/bin/bash\0/usr/sbin/ksmtuned\0",
        "sys/kernel/mm/transparent_hugepage/enabled": "always madvise [never]\n",
        "sys/kernel/mm/ksm/run": "0\n",
        "sys/kernel/mm/ksm/merge_across_nodes": "1\n",
        "sys/devices/system/node/node0/meminfo": "",
        "sys/devices/system/node/node1/meminfo": "",
    }
    for path, text in files.items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return ["--procfs", directory / "proc", "--sysfs", directory / "sys", "--devfs", directory / "dev"]


def test_a_host_made_of_files(world):
    status, found = doctor(world.directory / "nobody.sock", *made_host(world.directory / "host"))
    assert told(found) == {
        "daemon-not-running", "swap-in-use", "swappiness-high", "overcommit-memory-strict", "huge-pages-idle",
        "transparent-huge-pages-off", "no-pressure-information", "ksm-merges-across-nodes", "ksmtuned-running",
    }, found["findings"]  # fmt: skip
    # The processors' times stood still: no usage can be told, and none is.
    assert told(found, under="unknown") == {"processors-busy"}, found["unknown"]
    assert status == 1
