"""Discovery: four unlike guests are found, and each gets the state it deserves with a reason to act on."""


def test_guests_of_every_kind_are_told_apart(world):
    named = world.guest("vm1", memory=256)
    without_id = world.guest("vm2", memory=256, balloon_id=None)
    microvm = world.guest("vm3", memory=256, machine="microvm")
    world.guest("vm4", memory=256, balloon=None)
    world.guest("vm5", memory=256, append="SKIP_MODULES=virtio_balloon")
    daemon = world.daemon()
    world.wait_states(
        daemon, {"vm1": "fresh", "vm2": "fresh", "vm3": "fresh", "vm4": "unmanaged", "vm5": "unmanaged"}, within=10
    )
    seen = daemon.guests()
    for guest in (named, without_id, microvm):
        report = seen[guest.name]
        assert report["pid"] == guest.pid
        assert report["maximum_bytes"] == guest.size
        assert report["actual_bytes"] == guest.actual()
        assert abs(report["resident_bytes"] - guest.resident()) < 8 << 20
        available = guest.do("stat")["MemAvailable"] << 10
        assert abs(report["available_bytes"] - available) < 16 << 20
    for name in ("vm4", "vm5"):
        assert seen[name]["state_reason"], f"{name} is unmanaged without a reason"
    assert seen["vm4"]["state_reason"] != seen["vm5"]["state_reason"]
