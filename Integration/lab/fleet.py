"""Many guests: started at once from one saved state, stopped without exception."""

import dataclasses
import re
from pathlib import Path

from .guest import Guest
from .paths import image_directory
from .shape import Shape


def natural_order(path):
    """vm2 before vm10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)]


def read_through(path):
    """Brings a file into the page cache from outside any pool, so that no pool is charged for it."""
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass


class Fleet:
    """Guests in `directory`/NAME. Use as a context manager: leaving it stops every guest it started."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.guests = []

    def saved_state(self, shape):
        """The saved state of this shape, made at first use (2.5 s: one boot)."""
        path = shape.state_file()
        if not path.exists():
            maker = Guest(self.directory, "state-maker", shape)
            try:
                maker.start().wait_ready().save_state(path)
            finally:
                maker.stop()
                for file in maker.run.iterdir():
                    file.unlink()
                maker.run.rmdir()
        read_through(path)
        return path

    def start(self, count=1, prefix="vm", first=1, cgroup=None, boot=False, outlive=False, shape=None, **changes):
        """`count` guests vm1, vm2 ... of one shape (its fields as keywords), ready when this returns.

        boot: from the kernel instead of a saved state. cgroup: the directory of the memory cgroup to put them in.
        """
        shape = dataclasses.replace(shape or Shape(), **changes)
        state = None if boot else self.saved_state(shape)
        for file in ("vmlinux", "initrd.gz"):
            read_through(image_directory() / file)
        started = [Guest(self.directory, f"{prefix}{first + i}", shape) for i in range(count)]
        for guest in started:
            self.guests.append(guest)
            guest.start(cgroup, state, outlive)
        for guest in started:
            guest.wait_ready()
        return started

    def start_one(self, name, boot=False, cgroup=None, ready=True, **changes):
        """One guest by its full name."""
        shape = dataclasses.replace(Shape(), **changes)
        state = None if boot else self.saved_state(shape)
        guest = Guest(self.directory, name, shape)
        self.guests.append(guest)
        guest.start(cgroup, state)
        return guest.wait_ready() if ready else guest

    def existing(self):
        """Live guests another process started here."""
        found = sorted((path.parent for path in self.directory.glob("*/pid")), key=natural_order)
        guests = (Guest(self.directory, run.name).attach() for run in found)
        return [guest for guest in guests if guest.is_alive()]

    def stop(self):
        """Stops all; one that fails to stop does not save the others."""
        failure = None
        for guest in self.guests:
            try:
                guest.stop()
            except Exception as error:  # noqa: BLE001 - reported below, after the rest is gone
                failure = error
        self.guests = []
        if failure:
            raise failure

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.stop()
