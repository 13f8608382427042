"""The three scenes in which memory managers are compared: what guests hold, and what they do when."""

import random
from dataclasses import dataclass

from .paths import image_directory
from .units import MIB

POOL = 3072  # MiB
GUESTS = 8
CACHE = 200  # MiB that a guest of the burst keeps in its page cache


@dataclass(frozen=True)
class Act:
    """One guest starts or ends to use memory, `at` seconds after the manager was started."""

    at: float
    guest: int
    command: str
    #: the worker that is to have its memory, for acts whose end is waited for
    ramp: str | None = None

    @staticmethod
    def take(at, guest, name, size, rate):
        return Act(at, guest, f"alloc {size}M rate={rate}M name={name} async", ramp=name)

    @staticmethod
    def leave(at, guest, name):
        return Act(at, guest, f"free {name}")


def populate(world, seed, **changes):
    """The pool and its guests, each with a seed of its own that is the same in every run."""
    pool = world.make_pool(POOL)
    guests = world.guests(GUESTS, **changes)
    for index, guest in enumerate(guests):
        guest.seed = seed * 1000 + index + 1
    return pool, guests


def cache_disk():
    """A disk of noise for guests to read, the same in every run."""
    path = image_directory() / "cache-disk"
    if not path.exists():
        noise = random.Random(1)
        temporary = path.with_suffix(".new")
        with open(temporary, "wb") as file:
            for _ in range(CACHE):
                file.write(noise.randbytes(MIB))
        temporary.rename(path)
    return path


class Ramp:
    """Seven guests stand over the line with memory they no longer use; the eighth takes 300 MiB at 50 MiB/s."""

    name = "ramp"
    settling = 0.5  # of the time, before anything is asked of the manager but to come under the line

    def prepare(self, world, seed):
        pool, guests = populate(world, seed)
        for guest in guests[1:]:
            guest.do("alloc 170M name=work")
        world.touch_histories(guests[1:], 90)
        return pool, guests

    def acts(self, seconds, seed):
        return [Act.take(seconds * self.settling, 0, "ramp", 300, 50)]


class Tide:
    """Two guests take 250 MiB by turns, and what one leaves the other needs; the rest hold what they use."""

    name = "tide"
    settling = 0.2
    turns = 4

    def prepare(self, world, seed):
        pool, guests = populate(world, seed)
        for guest in guests[2:]:
            guest.do("alloc 170M name=work")
        world.touch_histories(guests[2:], 90)
        return pool, guests

    def acts(self, seconds, seed):
        chance = random.Random(seed)
        turn = seconds * (1 - self.settling) / self.turns
        acts = []
        for number in range(self.turns):
            at = seconds * self.settling + number * turn + chance.uniform(0, 0.5)
            acts.append(Act.take(at, number % 2, f"tide{number}", 250, 50))
            if number:
                acts.append(Act.leave(at + 1, 1 - number % 2, f"tide{number - 1}"))
        return acts


class Burst:
    """Two guests take 250 MiB each at once and fast; three others hold page cache, three idle memory."""

    name = "burst"
    settling = 0.5

    def prepare(self, world, seed):
        # past the host's cache, which would count in the pool
        pool, guests = populate(world, seed, disk=f"{cache_disk()},cache.direct=on")
        for guest in guests[2:]:
            guest.do("alloc 120M name=work")
        for guest in guests[2:5]:
            guest.do(f"read {CACHE}M")
        world.touch_histories(guests[5:], 200)
        return pool, guests

    def acts(self, seconds, seed):
        at = seconds * self.settling
        return [Act.take(at, 0, "burst", 250, 100), Act.take(at, 1, "burst", 250, 100)]


SCENARIOS = (Ramp(), Tide(), Burst())
