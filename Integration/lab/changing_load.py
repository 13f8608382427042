"""A fleet that is never at rest: guests take memory, keep it for a while and leave it, from one seed."""

import math
import random

from .agent import AgentError

BASE = (20, 50)  # MiB each guest holds all the time
CHUNK = (20, 80)  # MiB it takes at once
RATE = (20, 40)  # MiB a second
HISTORY = 80  # MiB each has touched and left before the start: the pool is nearly full from the first minute on
MOST_EACH = 200  # MiB a guest ever holds beyond its base
PAUSE = (0.2, 0.7)  # seconds between two acts of the fleet
WAVE = 120  # seconds from one high tide of the whole load to the next


class ChangingLoad:
    """Call `start` once, then `step` until the end; times are seconds since the start."""

    def __init__(self, guests, seed, most):
        """most: MiB that all guests together ever hold beyond their bases."""
        self.guests = guests
        self.most = most
        self.chance = random.Random(seed)
        self.chunks = {guest.name: {} for guest in guests}  # MiB by worker, by guest
        self.paces = {}  # seconds a worker would take alone, by guest and worker
        self.delays = []  # seconds each one took longer
        self.killed = 0
        self.troubles = []
        self.serial = 0
        self.next_act = 0.0
        for index, guest in enumerate(guests):
            guest.seed = seed * 1000 + index + 1

    def start(self):
        for guest in self.guests:
            guest.do(f"alloc {self.chance.randint(*BASE)}M name=base")
            guest.do(f"alloc {HISTORY}M name=history")
            guest.do("free history")

    def step(self, now):
        """At most one act, if one is due; returns when the next one is."""
        if now >= self.next_act:
            self.next_act = now + self.chance.uniform(*PAUSE)
            guest = self.chance.choice(self.guests)
            try:
                self._act(guest, now)
            except (AgentError, OSError, EOFError) as error:
                self.troubles.append(f"{now:.0f} s: {guest.name}: {error}")
            self._listen(guest)
        return self.next_act

    def _act(self, guest, now):
        chunks = self.chunks[guest.name]
        size, rate, wish = self.chance.randint(*CHUNK), self.chance.randint(*RATE), self.chance.random()
        tide = self.most * (0.7 + 0.3 * math.sin(2 * math.pi * now / WAVE))
        if wish < 0.65 and sum(chunks.values()) + size <= MOST_EACH and self.held() + size <= tide:
            self.serial += 1
            name = f"chunk{self.serial}"
            guest.do(f"alloc {size}M rate={rate}M name={name} async", timeout=10)
            chunks[name] = size
            self.paces[guest.name, name] = size / rate
        elif chunks:
            name = self.chance.choice(sorted(chunks))
            del chunks[name]
            self.paces.pop((guest.name, name), None)
            guest.do(f"free {name}", timeout=10)

    def held(self):
        """MiB beyond the bases."""
        return sum(sum(chunks.values()) for chunks in self.chunks.values())

    def _listen(self, guest):
        """What the guest said unasked: who has its memory, and who was killed."""
        events, guest.agent.events = guest.agent.events, []
        for event in events:
            name = event.get("name")
            if event.get("event") == "killed":
                self.killed += 1
                self.chunks[guest.name].pop(name, None)
            elif event.get("event") == "worker" and event["result"].startswith("done"):
                pace = self.paces.pop((guest.name, name), None)
                if pace is not None:
                    self.delays.append(max(float(event["result"].split()[1]) - pace, 0))
