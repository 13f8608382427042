"""The real host's KSM, swap and huge pages: changed for a test, put back after it."""

import contextlib
import subprocess
from pathlib import Path

KSM = Path("/sys/kernel/mm/ksm")
KSM_SETTINGS = ("run", "pages_to_scan", "sleep_millisecs", "advisor_mode", "smart_scan", "use_zero_pages")


def meminfo():
    """/proc/meminfo in bytes (counts of huge pages as they are)."""
    values = {}
    for line in Path("/proc/meminfo").read_text().splitlines():
        key, value = line.split(":")
        number, *unit = value.split()
        values[key] = int(number) << (10 if unit else 0)
    return values


def ksm(name):
    """A KSM counter or setting as text; None where this kernel has none of that name."""
    path = KSM / name
    return path.read_text().strip() if path.exists() else None


def ksm_settings():
    return {name: ksm(name) for name in KSM_SETTINGS if ksm(name) is not None}


@contextlib.contextmanager
def ksm_at_rest():
    """KSM off and nothing merged while the block runs; the settings found are put back after it."""
    found = ksm_settings()
    (KSM / "run").write_text("2")
    (KSM / "run").write_text("0")
    try:
        yield
    finally:
        (KSM / "run").write_text("2")  # unmerge, so that the next test starts clean
        order = ["advisor_mode", *(name for name in found if name not in ("advisor_mode", "run")), "run"]
        for name in order:
            # pages_to_scan is refused while an advisor is on: it sets that itself
            with contextlib.suppress(OSError):
                if name in found:
                    (KSM / name).write_text(found[name].split("[")[-1].split("]")[0])


def ksmd_cpu_ticks():
    """CPU the merging thread has used, in clock ticks."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "comm").read_text() == "ksmd\n":
                fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
                return int(fields[11]) + int(fields[12])
    return None


@contextlib.contextmanager
def swap_file(directory, size):
    """Host swap of `size` bytes. OSError or CalledProcessError where this host allows none."""
    path = Path(directory) / "swap"
    with open(path, "wb") as file:
        file.truncate(0)
    path.chmod(0o600)
    subprocess.run(["fallocate", "-l", str(size), str(path)], check=True)
    subprocess.run(["mkswap", "-q", str(path)], check=True)
    subprocess.run(["swapon", str(path)], check=True)
    try:
        yield
    finally:
        subprocess.run(["swapoff", str(path)], check=True)
        path.unlink()


@contextlib.contextmanager
def huge_pages(count):
    """Reserves `count` more huge pages of 2 MiB; OSError when the kernel cannot find them."""
    setting = Path("/proc/sys/vm/nr_hugepages")
    before = int(setting.read_text())
    setting.write_text(str(before + count))
    try:
        if int(setting.read_text()) < before + count:
            raise OSError("not enough memory for huge pages")
        yield
    finally:
        setting.write_text(str(before))
