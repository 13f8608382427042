#!/usr/bin/env python3
"""The demo: eight guests on a full host of 3 GiB, one suddenly needs 300 MiB, then another. See scripts/demo."""

import signal
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from chart import chart
from lab import scenes
from lab.paths import build_image
from lab.units import MIB, mib
from lab.world import Skip, World
from screen import Screen

# (second, what happens, what is shown from then on)
SCRIPT = [
    (0, None, "eight guests hold more than the host can spare: balloond takes what they do not use"),
    (10, "ramp vm1", "vm1 now takes 300 MiB at 50 MiB/s: the others give, vm1 gets"),
    (22, "free vm1", "vm1 is done and has freed its memory"),
    (25, "ramp vm2", "vm2 takes 300 MiB at 50 MiB/s: what vm1 no longer uses serves it"),
]
END = 38


class Demo:
    """Plays the script and keeps account of what the world looked like."""

    def __init__(self, world):
        self.world = world
        self.pool, self.guests = scenes.crowded_host(world, spare=2, working_mib=200, history_mib=100)
        self.witness = world.sampler()
        self.moved = 0
        self.last_actual = {guest.name: guest.actual() for guest in self.guests}
        self.lowest = dict(self.last_actual)

    def act(self, deed):
        if deed is None:
            return
        verb, name = deed.split()
        guest = next(guest for guest in self.guests if guest.name == name)
        if verb == "ramp":
            scenes.ramp(guest)
        else:
            guest.do("free ramp")

    def account(self):
        """Bytes moved, by QEMU's own word and not the daemon's."""
        for guest in self.guests:
            actual = guest.actual()
            self.moved += abs(actual - self.last_actual[guest.name])
            self.last_actual[guest.name] = actual
            self.lowest[guest.name] = min(self.lowest[guest.name], actual)

    def play(self):
        self.daemon = self.world.daemon(ksm={"mode": "auto"})
        screen = Screen(scenes.LIMIT)
        began = time.monotonic()
        coming = list(SCRIPT)
        phase, drawn = "", -1.0
        while (now := time.monotonic() - began) < END:
            if coming and now >= coming[0][0]:
                _, deed, phase = coming.pop(0)
                self.act(deed)
            self.account()
            if now - drawn >= 1:
                drawn = now
                reports = sorted(self.daemon.ask("list")["guests"], key=lambda report: report["name"])
                screen.draw(now, phase, self.pool.usage(), self.daemon.ask("status"), reports)
            time.sleep(0.2)
        self.floor = max(report["floor_bytes"] for report in self.daemon.ask("list")["guests"])
        self.controlled_from = began + SCRIPT[1][0]

    def summary(self):
        """Prints it; True when the promise was kept."""
        start = self.witness.samples[0][0]
        over = self.witness.seconds_over(self.controlled_from)
        killed = sum(guest.killed() for guest in self.guests) + self.witness.oom_kills()
        floors_kept = all(lowest >= self.floor for lowest in self.lowest.values())
        served = [guest.agent.wait_event("worker", "ramp", 5) for guest in self.guests[:2]]
        print("\nUsage of the pool (the highest in each column):\n")
        print("\n".join(chart([(at - start, usage) for at, usage in self.witness.samples], scenes.LIMIT)))
        print(f"\n  usage        {self.witness.samples[0][1]:.1%} before balloond; since the first ramp "
              f"{over:.1f} s over 80 %, peak {self.witness.peak(self.controlled_from):.1%}")  # fmt: skip
        print(f"  the ramps    {' and '.join(event['result'] if event else 'NOT SERVED' for event in served)} s")
        print(f"  bytes moved  {mib(self.moved)} by balloons, up and down")
        print(f"  floors       {'all kept' if floors_kept else 'BROKEN'}: lowest guest "
              f"{mib(min(self.lowest.values()))}, floor {mib(self.floor)}")  # fmt: skip
        print(f"  swapped      {self.witness.swap_peak / MIB:.0f} MiB")
        print(f"  killed       {killed or 'nobody'}")
        return over <= 1 and floors_kept and killed == 0 and self.witness.swap_peak == 0 and all(served)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    build_image()
    world = World()
    try:
        print("starting eight guests and giving them a past ...", flush=True)
        demo = Demo(world)
        demo.play()
        kept = demo.summary()
    except Skip as reason:
        sys.exit(f"the demo needs a memory cgroup for its host of 3 GiB: {reason}")
    except KeyboardInterrupt:
        sys.exit("\nstopped")
    finally:
        world.close()
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
