"""Scenarios that need a guest system: only a driver in a guest makes statistics, balloon events and reboots.

The guests are those of the lab, booted and not restored, with the lab's QEMU; the recorded client has the daemon's monitor,
the harness acts through the agent.
"""

import contextlib
import time

from conversation import Client
from lab.guest import Guest
from lab.paths import build_image
from lab.qmp import BALLOON
from lab.shape import Shape
from lab.units import MIB

INTERVAL = "guest-stats-polling-interval"


@contextlib.contextmanager
def booted(record, memory=512, ready=True, **changes):
    """A guest of this shape; ready when its agent answers."""
    build_image()
    guest = Guest(record.directory, "recorded", Shape(memory=memory, **changes))
    guest.start()
    try:
        if ready:
            guest.wait_ready()
        else:
            guest.wait_socket(guest.socket)
        yield guest
    finally:
        guest.stop()


class Watcher(Client):
    """A client that watches the balloon of a guest."""

    def __init__(self, record, guest, interval=1):
        super().__init__(str(guest.socket), record.transcript)
        if interval:
            self.set_interval(interval)

    def get(self, name, path=BALLOON):
        return self.command("qom-get", {"path": path, "property": name})

    def set(self, name, value, path=BALLOON):
        return self.command("qom-set", {"path": path, "property": name, "value": value})

    def set_interval(self, seconds):
        return self.set(INTERVAL, seconds)

    def stats(self):
        return self.get("guest-stats")["return"]

    def actual(self):
        return self.command("query-balloon")["return"]["actual"]

    def balloon(self, size, within=10, step=0.1):
        """Sends a target and asks for the size until it is reached; seconds that took, or None."""
        began = time.monotonic()
        self.command("balloon", {"value": size})
        while self.actual() != size:
            if time.monotonic() - began > within:
                return None
            time.sleep(step)
        return time.monotonic() - began

    def listen(self, seconds):
        """Only takes what comes."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if self.receive(left) is None and self.ended:
                return

    def wait_event(self, name, within):
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            message = self.receive(left)
            if message is None:
                break
            if message.get("event") == name:
                return
        raise SystemExit(f"{self.transcript.file.name}: no {name} within {within} s")


def balloon_inflate_deflate_1024M(record):
    with booted(record, memory=1024) as guest:
        client = Watcher(record, guest)
        client.listen(2)
        client.actual()
        for mib in (512, 1024, 256, 1024, 1000, 1024):
            record.transcript.note(f"balloon to {mib} MiB")
            seconds = client.balloon(mib * MIB)
            client.listen(1.5)
            record.transcript.note(f"reached in {seconds:.2f} s; QEMU RSS {guest.resident() // MIB} MiB")
        record.transcript.note("the guest has touched 700M and freed it: inflating takes touched pages")
        guest.do("alloc 700M name=history")
        guest.do("free history")
        client.balloon(300 * MIB)
        client.balloon(1024 * MIB)


def guest_reset(record):
    with booted(record) as guest:
        client = Watcher(record, guest)
        client.listen(1.5)
        client.balloon(300 * MIB, step=0.25)
        client.listen(1.5)
        record.transcript.note("system_reset")
        client.command("system_reset")
        client.wait_event("BALLOON_CHANGE", 30)  # the new driver is up
        client.listen(6)
        record.transcript.note("guest reboot")
        guest.do("reboot")
        client.wait_event("RESET", 10)
        client.wait_event("BALLOON_CHANGE", 30)
        client.listen(6)
        client.actual()


def guest_with_swap_zram(record):
    with booted(record) as guest:
        guest.do("zram 400M")
        guest.do("alloc 300M text name=work")  # what zram can compress
        client = Watcher(record, guest)
        client.listen(2)
        client.stats()
        record.transcript.note("balloon to 200M with guest swap (zram)")
        client.balloon(200 * MIB, step=0.25)
        client.listen(1.5)
        client.stats()
        record.transcript.note("guest touches its 300M over and over: swap-in, major faults")
        guest.do("order work touch")
        for _ in range(3):
            client.listen(1.5)
            client.stats()


def hotplug_dimm(record):
    with booted(record, memory=256, memory_options="256,slots=2,maxmem=2G") as guest:
        client = Watcher(record, guest)
        client.listen(1.5)
        record.transcript.note("pc-dimm of 128 MiB hotplugged")
        client.command("query-memory-size-summary")
        client.actual()
        client.command("object-add", {"qom-type": "memory-backend-ram", "id": "m1", "size": 128 * MIB})
        client.command("device_add", {"driver": "pc-dimm", "id": "d1", "memdev": "m1"})
        client.listen(2)
        client.command("query-memory-size-summary")
        client.command("query-memory-devices")
        client.actual()
        client.stats()
        client.listen(2)
        client.stats()
        record.transcript.note("balloon 300 MiB of 384")
        client.balloon(300 * MIB, step=0.25)
        client.stats()
        record.transcript.note("balloon to 1 GiB (more than base+dimm)")
        client.command("balloon", {"value": 1024 * MIB})
        client.listen(3)
        client.actual()


def shutdown_guest_poweroff(record):
    with booted(record) as guest:
        client = Watcher(record, guest)
        guest.do("poweroff")
        client.listen(10)
        status = guest.process.wait(10)
        record.transcript.note(f"exit status {status}; socket file left behind: {guest.socket.exists()}")


def shutdown_guest_poweroff_no_shutdown(record):
    with booted(record, extra=("-no-shutdown",)) as guest:
        client = Watcher(record, guest)
        guest.do("poweroff")
        client.wait_event("STOP", 10)
        client.listen(2)
        client.command("query-status")
        client.actual()
        client.stats()


def stats_early_boot(record):
    record.transcript.note("interval set right after QEMU started, before the guest kernel is up; stats every 0.25 s")
    with booted(record, ready=False) as guest:
        began = time.monotonic()
        client = Watcher(record, guest)
        while client.stats()["last-update"] == 0:
            if time.monotonic() - began > 60:
                raise SystemExit("no statistics within 60 s")
            time.sleep(0.25)
        record.transcript.note(f"first non-zero last-update {time.monotonic() - began:.2f} s after the connection")
        for _ in range(6):
            time.sleep(0.25)
            client.stats()


def stats_polling(record):
    note = record.transcript.note
    with booted(record, memory=256) as guest:
        note("booted, no interval set yet")
        client = Watcher(record, guest, interval=None)
        client.stats()
        client.get(INTERVAL)
        note("interval 1")
        client.set_interval(1)
        for _ in range(20):
            client.stats()
            time.sleep(0.2)
        note("guest allocates 64M: how soon seen")
        guest.do("alloc 64M name=seen")
        for _ in range(6):
            client.stats()
            time.sleep(0.5)
        note("interval 0 stops the polling; last-update stays, values stay")
        client.set_interval(0)
        time.sleep(3)
        client.stats()
        note("interval 3")
        client.set_interval(3)
        for pause in (0, 0.5, 3.5):
            time.sleep(pause)
            client.stats()
        note("bad values")
        for value in (-1, "1", 1.5, 1 << 32, 1 << 63, None, True):
            client.set_interval(value)
            client.get(INTERVAL)
        note("wrong path and wrong property; guest-stats cannot be set")
        client.get("guest-stats", path="/machine/peripheral/nosuch")
        client.get("nosuch")
        client.set("guest-stats", {})
        note("qom-list and device-list-properties of the balloon")
        client.command("qom-list", {"path": BALLOON})
        client.command("device-list-properties", {"typename": "virtio-balloon-pci"})


def virtio_mem(record):
    extra = ("-object", "memory-backend-ram,id=vm0,size=1G",
             "-device", "virtio-mem-pci,id=vmem0,memdev=vm0,requested-size=0")  # fmt: skip
    with booted(record, memory=256, memory_options="256,maxmem=2G", extra=extra) as guest:
        client = Watcher(record, guest)
        sizes = ("query-memory-size-summary", "query-memory-devices", "query-balloon")
        client.listen(1.5)
        record.transcript.note("virtio-mem with requested-size 0")
        for command in sizes:
            client.command(command)
        client.stats()
        record.transcript.note("requested-size 256 MiB")
        client.set("requested-size", 256 * MIB, path="/machine/peripheral/vmem0")
        client.listen(4)
        for command in sizes:
            client.command(command)
        client.stats()
        record.transcript.note("balloon to 400 MiB, which it cannot be: plugged memory of virtio-mem is not the balloon's")
        client.balloon(400 * MIB, within=3, step=0.25)
        client.stats()
        record.transcript.note("balloon to 200 MiB")
        client.balloon(200 * MIB, step=0.25)
        client.stats()


SCENARIOS = (
    balloon_inflate_deflate_1024M, guest_reset, guest_with_swap_zram, hotplug_dimm, shutdown_guest_poweroff,
    shutdown_guest_poweroff_no_shutdown, stats_early_boot, stats_polling, virtio_mem,
)  # fmt: skip
