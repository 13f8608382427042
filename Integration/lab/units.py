"""Sizes: bytes everywhere inside, `512M` where people type."""

import re

MIB = 1 << 20
GIB = 1 << 30


def parse_size(text):
    """Bytes of `512M`, `1.5G`, `4096`. Powers of 1024."""
    match = re.fullmatch(r"([\d.]+)([KMG]?)", str(text))
    if not match:
        raise ValueError(f"not a size: {text!r} (write 512M, 1G)")
    return int(float(match[1]) * {"": 1, "K": 1 << 10, "M": MIB, "G": GIB}[match[2]])


def mib(size):
    """A byte count as people read it in a message."""
    return f"{size / MIB:.0f} MiB"
