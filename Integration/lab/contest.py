"""One memory manager in one scene: started, watched from outside, and told in figures."""

import time
from dataclasses import asdict, dataclass, field

from .agent import AgentError
from .movement import Movement
from .units import MIB

OWN = "balloond"
RULES = ("none", "proxmox", "mom", "qmemman", "ksmtuned")
CONTENDERS = (OWN, *RULES)
GRACE = 5.0  # seconds after the end for a ramp that is nearly there


@dataclass
class Row:
    """The figures of one run. None: nobody could tell."""

    scenario: str
    policy: str
    seconds: float
    usage_before: float
    seconds_over: float = 0.0
    peak: float = 0.0
    killed_processes: int = 0
    killed_guests: int = 0
    #: seconds each ramp took; None for one that was killed, or did not end in time
    ramps: list = field(default_factory=list)
    moved_bytes: int = 0
    commands: int = 0
    notes: list = field(default_factory=list)

    def as_dictionary(self):
        return asdict(self)

    @property
    def had_memory(self):
        """The slowest ramp, as a word for the table."""
        missing = sum(1 for ramp in self.ramps if ramp is None)
        if missing:
            return f"{missing} never"
        return f"{max(self.ramps):.1f} s" if self.ramps else "-"


def start_contender(world, policy, ksm):
    """balloond, or baselined with a rule; both with the same configuration."""
    changes = {"ksm": {"mode": "auto" if ksm else "off"}}
    if policy == OWN:
        return world.daemon(**changes)
    return world.daemon("--rule", policy, program="baselined", **changes)


def play(acts, guests, began, until):
    """Has every act happen at its time; returns what went wrong on the way."""
    troubles = []
    for act in sorted(acts, key=lambda act: act.at):
        time.sleep(max(began + act.at - time.monotonic(), 0))
        try:
            guests[act.guest].do(act.command, timeout=5)
        except (AgentError, OSError, EOFError) as error:  # TimeoutError is an OSError
            troubles.append(f"{guests[act.guest].name}: {act.command}: {error}")
    time.sleep(max(until - time.monotonic(), 0))
    return troubles


def ramp_seconds(act, guest, deadline):
    """How long the guest took for this ramp, on its own clock; None when it was killed or is not done."""
    try:
        event = guest.agent.wait_event("worker", act.ramp, max(deadline - time.monotonic(), 0))
    except (OSError, EOFError):
        return None
    if not event or not event["result"].startswith("done"):
        return None
    return float(event["result"].split()[1])


def killed_in(guest, row):
    """Processes that a live guest killed."""
    try:
        return guest.killed()
    except (AgentError, OSError, EOFError) as error:
        row.notes.append(f"{guest.name} does not tell: {error}")
        return 0


def run(world, scenario, policy, seconds, seed, ksm):
    """The row of one run. The world is the caller's to close."""
    pool, guests = scenario.prepare(world, seed)
    row = Row(scenario.name, policy, seconds, pool.usage())
    movement = world.defer(Movement(guests))
    witness = world.sampler()
    began = time.monotonic()
    daemon = start_contender(world, policy, ksm)
    acts = scenario.acts(seconds, seed)
    row.notes += play(acts, guests, began, began + seconds)
    row.seconds_over, row.peak = witness.seconds_over(began), witness.peak(began)
    movement.stop()
    row.moved_bytes = movement.moved
    row.commands = daemon.counters()["commands_sent"]
    deadline = time.monotonic() + GRACE
    row.ramps = [ramp_seconds(act, guests[act.guest], deadline) for act in acts if act.ramp]
    alive = [guest for guest in guests if guest.is_alive()]
    row.killed_guests = len(guests) - len(alive)
    row.killed_processes = sum(killed_in(guest, row) for guest in alive)
    if witness.swap_peak:
        row.notes.append(f"the host swapped {witness.swap_peak / MIB:.0f} MiB")
    return row
