"""Guests end in every way and new ones appear; sockets left behind confuse nobody."""

from lab.waiting import eventually


def not_there(daemon, name):
    return daemon.states().get(name, "gone") in ("gone", "connecting")


def test_guests_come_and_go(world):
    off, killed, staying = world.guests(3)
    daemon = world.daemon()
    world.wait_fresh(daemon, [off, killed, staying])
    off.do("poweroff")
    eventually(lambda: not_there(daemon, off.name), 5, "a guest that powered off is gone")
    killed.stop()
    assert killed.socket.exists(), "a killed QEMU leaves its socket file"
    eventually(lambda: not_there(daemon, killed.name), 5, "a killed guest is gone")
    (new,) = world.guests(1)
    world.wait_fresh(daemon, [new, staying], within=5)
    assert daemon.guests()[new.name]["pid"] == new.pid


def test_a_guest_that_returns_under_its_old_socket_is_taken_up(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    guest.stop()
    eventually(lambda: not_there(daemon, "vm1"), 5, "gone")
    again = world.guest("vm1")
    world.wait_fresh(daemon, [again])
    assert daemon.guests()["vm1"]["pid"] == again.pid


def test_a_socket_file_nobody_listens_on_is_no_guest(world):
    (guest,) = world.guests(1)
    dead = world.guest("vm2")
    dead.stop()
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    assert not_there(daemon, "vm2")
