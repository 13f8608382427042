"""Sockets that other tools open, ask and close, as Proxmox's do: balloond visits them, and both get what they need."""

import statistics
import threading
import time

from lab import scenes
from lab.qmp import QMP
from lab.units import MIB
from lab.waiting import eventually


class Visitor:
    """A tool that asks each guest in turn, over a connection of its own each time, as `pvestatd` and `qm` do."""

    def __init__(self, guests, every=0.5):
        self.guests, self.every = guests, every
        self.waits, self.failures = [], []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(timeout=30)

    def _run(self):
        while not self._stop.wait(self.every / len(self.guests)):
            guest = self.guests[len(self.waits) % len(self.guests)]
            began = time.monotonic()
            try:
                with QMP(guest.socket, timeout=5) as monitor:
                    monitor.actual()
            except (OSError, EOFError, TimeoutError) as error:
                self.failures.append(f"{guest.name}: {error!r}")
            self.waits.append(time.monotonic() - began)


def shared(world):
    return {"discovery": {"sockets": [], "shared-sockets": [f"{world.fleet.directory}/*/qmp.sock"]}}


def test_a_full_host_is_held_over_sockets_that_another_tool_uses_all_the_time(world):
    pool, guests = scenes.crowded_host(world, working_mib=170, history_mib=90)
    visitor = world.defer(Visitor(guests))
    daemon = world.daemon(**shared(world))
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    scenes.settled(pool)
    witness = world.sampler()
    began = time.monotonic()
    scenes.ramp(guests[0])
    took = scenes.ramp_result(guests[0])
    over, peak = witness.seconds_over(began), witness.peak(began)
    waits = sorted(visitor.waits)
    world.note(f"over 80 % for {over:.2f} s, peak {peak:.1%}, the ramp had its memory after {took:.1f} s")
    world.note(
        f"the other tool asked {len(waits)} times, waited {statistics.median(waits) * 1000:.0f} ms in the middle and "
        f"{waits[-1] * 1000:.0f} ms at most; failures {len(visitor.failures)}"
    )
    assert over <= 1.0
    assert not visitor.failures, visitor.failures[:3]
    assert waits[-1] < 2
    scenes.nobody_harmed(pool, guests)


def test_a_tool_that_keeps_the_socket_is_named_and_a_pin_waits_for_it(world):
    (guest,) = world.guests(1)
    daemon = world.daemon(**shared(world))
    world.wait_fresh(daemon, [guest])
    with QMP(guest.socket):
        world.wait_states(daemon, {"vm1": "socket-busy"}, within=15)
        assert "shared-sockets" in daemon.guests()["vm1"]["state_reason"]
        daemon.ask("set", "vm1", "300M")
        eventually(lambda: "not sent" in daemon.log(), 5, "the command is given up, with the reason")
    world.wait_fresh(daemon, [guest])
    eventually(lambda: guest.actual() == 300 * MIB, 10, "the pin holds once the socket is free")


def test_a_guest_is_set_asked_about_and_met_again_after_its_restart(world):
    (guest,) = world.guests(1)
    daemon = world.daemon(**shared(world))
    world.wait_fresh(daemon, [guest])
    daemon.ask("set", "vm1", "300M")
    eventually(lambda: guest.actual() == 300 * MIB, 5, "pinned")
    assert daemon.qmp().command("query-hardware", guest="vm1")
    daemon.ask("unset", "vm1")
    guest.stop()
    world.wait_states(daemon, {"vm1": "gone"})
