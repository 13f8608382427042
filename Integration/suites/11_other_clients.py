"""Others use QEMU too: a client that holds the socket, a target and a polling interval changed behind our back."""

from lab.qmp import QMP
from lab.units import MIB
from lab.waiting import eventually


def test_a_busy_socket_is_named_and_taken_up_when_released(world):
    held, free = world.guests(2)
    other = QMP(held.socket)
    daemon = world.daemon()
    world.wait_states(daemon, {"vm2": "fresh"})
    world.wait_states(daemon, {"vm1": "socket-busy"}, within=15)
    assert daemon.guests()["vm1"]["state_reason"]
    other.close()
    world.wait_fresh(daemon, [held, free], within=15)


def test_a_foreign_target_is_seen_and_a_foreign_interval_put_right(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    wanted = guest.watch.polling_interval()
    assert wanted > 0
    guest.watch.balloon(300 * MIB)
    eventually(lambda: daemon.guests()["vm1"]["actual_bytes"] == guest.actual() != guest.size, 5, "the change is seen")
    guest.watch.set_polling_interval(60)
    eventually(lambda: guest.watch.polling_interval() == wanted, 30, "the interval is ours again")
    world.wait_fresh(daemon, [guest])
