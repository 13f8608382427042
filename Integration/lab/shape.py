"""What a guest is made of: the QEMU command line, and what of it a saved state depends on."""

import functools
import hashlib
import os
import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .paths import image_directory

QEMU = "qemu-system-x86_64"


def host_tsc_khz():
    """microvm has neither HPET nor PM timer: under TCG the guest's TSC calibration fails about every second boot and
    the kernel hangs, unless told the frequency (TCG's TSC is the host's)."""
    return int(float(re.search(r"bogomips\s*:\s*([\d.]+)", Path("/proc/cpuinfo").read_text())[1]) * 500)


@functools.cache
def qemu_version():
    return subprocess.run([QEMU, "--version"], capture_output=True, text=True, check=True).stdout


@dataclass(frozen=True)
class Shape:
    """One kind of guest. Sizes in MiB because QEMU's -m is."""

    memory: int = 512
    machine: str = "pc"
    machine_options: str = ""
    #: options of the balloon device, e.g. "deflate-on-oom=on"; None: no device at all
    balloon: str | None = ""
    balloon_id: str | None = "balloon0"
    #: more words for the guest's kernel, e.g. "SKIP_MODULES=virtio_balloon"
    append: str = ""
    #: of -m, e.g. "256,maxmem=2G"
    memory_options: str = ""
    #: the object guest memory lies in, e.g. "memory-backend-memfd,id=ram0,size=512M,hugetlb=on"
    backend: str = ""
    #: a file to give the guest as /dev/vda
    disk: str = ""
    extra: tuple = field(default_factory=tuple)

    def arguments(self, name, run, state=None):
        """QEMU's command line for guest `name` with its files in `run`, restored from `state` if given."""
        image = image_directory()
        mmio = self.machine == "microvm"
        bus = "device" if mmio else "pci"
        # Under TCG one thread and no more: the lab's machines have few cores and many guests.
        accelerator = os.environ.get("BALLOOND_LAB_ACCEL", "tcg")
        machine = [self.machine, "isa-serial=on" if mmio else "", self.machine_options]
        if self.backend:
            machine.append("memory-backend=ram0")
        kernel_words = ["console=ttyS0", "quiet", "panic=-1", self.append]
        if mmio:
            kernel_words.append(f"tsc_early_khz={host_tsc_khz()}")
        line = [
            QEMU, "-name", f"guest={name}", "-nodefaults", "-no-user-config", "-display", "none",
            "-machine", ",".join(filter(None, machine)),
            "-accel", "tcg,thread=single" if accelerator == "tcg" else accelerator,
            # TCG runs `rep stosb` a byte at a time: without ERMS the guest's kernel clears pages 7 times faster
            "-cpu", "max,-erms" if accelerator == "tcg" else "max",
            "-smp", "1", "-m", self.memory_options or str(self.memory),
            "-kernel", f"{image}/vmlinux", "-initrd", f"{image}/initrd.gz",
            "-append", " ".join(filter(None, kernel_words)), "-serial", f"file:{run}/console.log",
            # one monitor for the daemon, one for whoever checks on it
            "-qmp", f"unix:{run}/qmp.sock,server=on,wait=off", "-qmp", f"unix:{run}/watch.sock,server=on,wait=off",
            "-device", f"virtio-serial-{bus}", "-chardev", f"socket,id=agent,path={run}/agent.sock,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=org.balloond.agent",
        ]  # fmt: skip
        if self.backend:
            line += ["-object", self.backend]
        if self.balloon is not None:
            identity = f"id={self.balloon_id}" if self.balloon_id else ""
            line += ["-device", ",".join(filter(None, [f"virtio-balloon-{bus}", identity, self.balloon]))]
        if self.disk:
            line += ["-drive", f"if=none,id=disk0,format=raw,readonly=on,file={self.disk}"]
            line += ["-device", f"virtio-blk-{bus},drive=disk0"]
        line += self.extra
        if state:
            line += ["-incoming", f"exec:cat {shlex.quote(str(state))}"]
        return line

    def state_file(self):
        """Where the saved state of guests of this shape belongs; another QEMU or shape has another file."""
        identity = "\0".join([qemu_version(), *self.arguments("NAME", "RUN")])
        digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
        return image_directory() / "states" / f"{self.machine}-{self.memory}M-{digest}"
