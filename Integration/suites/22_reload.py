"""SIGHUP takes up a new configuration without dropping a connection."""

from lab.units import MIB
from lab.waiting import eventually


def handshakes(proxies):
    return sum("qmp_capabilities" in line for proxy in proxies for _, line in proxy.lines())


def test_a_reload_keeps_every_connection(world):
    guests = world.guests(3)
    proxies, discovery = world.proxies(guests)
    daemon = world.daemon(discovery=discovery)
    world.wait_fresh(daemon, guests)
    assert handshakes(proxies) == 3
    daemon.configure(world.config(discovery=discovery, guests={"vm1": {"floor": "200M"}}))
    daemon.reload()
    eventually(lambda: daemon.guests()["vm1"]["floor_bytes"] == 200 * MIB, 5, "the new floor holds")
    world.wait_fresh(daemon, guests)
    assert handshakes(proxies) == 3, "a connection was made anew"


def test_a_bad_configuration_is_refused_and_the_old_one_kept(world):
    (guest,) = world.guests(1)
    daemon = world.daemon(guests={"vm1": {"floor": "200M"}})
    world.wait_fresh(daemon, [guest])
    daemon.config_file.write_text("[pool]\nlimit = 12 %\n")
    daemon.reload()
    eventually(lambda: "config.toml" in daemon.log_tail(), 5, "the log names the file")
    assert daemon.is_alive()
    assert daemon.guests()["vm1"]["floor_bytes"] == 200 * MIB
