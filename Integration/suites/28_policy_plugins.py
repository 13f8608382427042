"""Plugins that do everything wrong: the pool stays under its line as if they were not there, and all can see why."""

import functools
import os
import time

from lab import plugins
from lab.fakehost import FakeHost
from lab.units import MIB
from lab.waiting import eventually
from lab.world import World

BESIDE = True
AT_ONCE = 4
LIMIT = 0.8
LEAP = 2200  # MiB that somebody else takes: from 70 % of the host to 85 %
LEAST = 128 * MIB  # every guest's floor
NEEDED = (40 + 96) * MIB  # what a fake guest's kernel and processes hold
FAILURES = 3
LONGEST_CYCLE = 0.25  # seconds; a cycle alone takes a few milliseconds, a plugin may take 50 more

# By what it does: what may be said of its failures. Those that are not here answer as agreed, and are merely useless.
FAILING = {
    "traps": {"died"},
    "loops": {"late"},
    "hoards": {"late", "died"},
    "garbles": {"nonsense"},
    "truncates": {"late", "nonsense"},
    "overflows": {"nonsense"},
    "dawdles": {"late"},
    "exits": {"died"},
    "closes": {"died", "late", "nonsense"},
    "prints": {"late"},
    "babbles": {"late", "nonsense", "died"},
    "races": {"nonsense", "died"},
    "sleeps": {"late", "cannot-start"},
}


def leap(host, daemon):
    """Somebody takes 15 % of the host. Seconds over the line, and the longest cycle meanwhile."""
    cycle = daemon.ask("status")["cycle"]
    began = time.monotonic()
    host.take(LEAP)
    longest = 0.0
    while time.monotonic() < began + 4:
        status = daemon.ask("status")
        longest = max(longest, status.get("cycle_seconds") or 0.0)
        time.sleep(0.1)
    eventually(lambda: host.usage < LIMIT, 10, lambda: f"under the line; usage is {host.usage:.1%}")
    cycles = daemon.ask("status")["cycle"] - cycle
    assert cycles >= 3, f"{cycles} cycles in 4 s: the daemon waits"
    return host.seconds_over(LIMIT, began), longest


@functools.cache
def alone():
    """How long the built-in policy takes without any plugin."""
    world = World()
    try:
        host = FakeHost(world)
        daemon = host.daemon()
        settle(host, daemon)
        return leap(host, daemon)
    finally:
        world.close()


def prepare():
    """Before tests go each its own way: what all compare with."""
    alone()


def settle(host, daemon):
    eventually(lambda: list(daemon.states().values()).count("fresh") == host.count, 15, "all guests fresh")
    time.sleep(2)  # statistics twice: the first say nothing of growth
    assert host.usage < 0.72, f"the scene begins at rest; usage is {host.usage:.1%}"


def daemon_with(host, name, **policy):
    """balloond with the plugin in its configuration."""
    directory = plugins.trusted_directory(host.world)
    plugins.install(plugins.hostile(name), directory, name)
    return host.daemon(policy={"use": name, "directories": [str(directory)], "failures": FAILURES, **policy})


def held_the_line(world, host, daemon):
    """The leap is met as if no plugin were there."""
    calm, longest_alone = alone()
    over, longest = leap(host, daemon)
    world.note(
        f"over the line for {over:.2f} s, {calm:.2f} s without a plugin; "
        f"longest cycle {longest * 1000:.1f} ms, {longest_alone * 1000:.1f} ms without"
    )
    assert over <= calm + 1.0, "the plugin cost time"
    assert longest <= LONGEST_CYCLE
    nobody_starved(host)


def nobody_starved(host):
    low = {name: size for name, size in host.sizes.items() if size < max(LEAST, NEEDED)}
    assert not low, f"cut into what they need: {low}"


def failing(name, world):
    host = FakeHost(world)
    daemon = daemon_with(host, name)
    settle(host, daemon)
    held_the_line(world, host, daemon)
    eventually(lambda: daemon.ask("policy")["active"]["state"] == "quarantined", 40, "quarantined")
    active = daemon.ask("policy")["active"]
    kinds = {kind for kind, count in active["failures"].items() if count}
    world.note(f"failures {active['failures']}; last: {active['last_failure']['sentence']}")
    # On a busy machine any answer can be late.
    assert kinds & FAILING[name] and kinds <= FAILING[name] | {"late"}, f"failed as {kinds}"
    seen_everywhere(daemon, active)
    reinstated(daemon, active)


def seen_everywhere(daemon, active):
    """`status`, `explain` and the log tell why the built-in policy decides, in letters that no terminal obeys."""
    status = daemon.ask("status")
    assert status["policy_state"] == "quarantined" and status["policy_reason"], status
    eventually(lambda: stand_in(daemon) == ("built-in", "policy-quarantined"), 3, lambda: f"{stand_in(daemon)}")
    assert "quarantined" in daemon.control("status").stdout
    log = daemon.log()
    assert "quarantine" in log, "the log does not say that the plugin is left out"
    assert active["name"] in log
    for text in (log, daemon.control("policy", "show").stdout, daemon.control("explain").stdout):
        assert not set(text) & {"\x1b", "\x07", "\0", "\u202e"}, "what a plugin printed reached a terminal"


def stand_in(daemon):
    """Who decided the last cycle, and why it was not the plugin."""
    pool = daemon.ask("explain")["pool"]
    return pool["policy"], (pool.get("policy_reason") or {}).get("code")


def reinstated(daemon, before):
    daemon.control("policy", "reinstate")  # which fails where the plugin does so at once
    eventually(
        lambda: daemon.ask("policy")["active"]["restarts"] > before["restarts"]
        or daemon.ask("policy")["active"]["state"] != "quarantined",
        5, "it is tried again",
    )  # fmt: skip
    assert daemon.is_alive()


def useless(name, world):
    host = FakeHost(world)
    daemon = daemon_with(host, name, deadline="200ms")
    settle_with(name, host, daemon)
    eventually(lambda: daemon.ask("policy")["active"]["rounds"] > 0, 10, "it answers")
    held_the_line(world, host, daemon)
    active = daemon.ask("policy")["active"]
    assert active["state"] == "running" and not any(active["failures"].values()), active
    return daemon, host


def settle_with(name, host, daemon):
    """Some of these move guests at rest already; nothing but a full pool could come of that."""
    eventually(lambda: list(daemon.states().values()).count("fresh") == host.count, 15, "all guests fresh")
    time.sleep(2)
    assert host.usage < LIMIT, f"{name}: usage is {host.usage:.1%}"


def make_failing(name):
    def test(world):
        failing(name, world)

    test.__name__ = f"test_the_pool_comes_under_its_line_beside_a_plugin_that_{name}"
    return test


for _name in FAILING:
    globals()[f"test_{_name}"] = make_failing(_name)


def test_takes_from_nobody_what_a_plugin_would_take_from_all(world):
    daemon, _ = useless("starves", world)
    reasons = {entry["reason"]["code"] for entry in daemon.ask("explain")["guests"] if entry.get("reason")}
    world.note(f"reasons now: {', '.join(sorted(reasons))}")


def test_half_of_everything_is_not_thrown_away(world):
    useless("halves", world)


def test_giving_everything_to_everybody_does_not_cross_the_line(world):
    daemon, host = useless("lavishes", world)
    usages = [usage for _, usage in host.samples[-40:]]
    world.note(f"usage at most {max(usages):.1%} in the last two seconds")
    assert max(usages) <= LIMIT


def test_guests_that_do_not_exist_are_passed_over(world):
    daemon, _ = useless("invents", world)
    told = daemon.control("explain").stdout
    assert "a guest that is not there: nobody" in told and "twice for guest" in told, told


def test_a_plugin_makes_no_processes(world):
    daemon, _ = useless("forks", world)
    lines = printed(daemon)
    assert lines and set(lines) == {"forks: 0 of 64 processes made"}, lines


def test_a_plugin_gets_hold_of_nothing(world):
    daemon, _ = useless("reaches", world)
    lines = [line for line in printed(daemon) if "reaches:" in line]
    world.note(f"{sum('refused' in line for line in lines)} of {len(lines)} attempts refused")
    assert len(lines) >= 13
    assert not [line for line in lines if "refused" not in line], lines
    for path in ("/tmp/balloond-reaches", "/dev/shm/balloond-reaches"):
        assert not os.path.exists(path)


def printed(daemon):
    """What the plugin's process wrote, as the daemon kept it."""
    return daemon.ask("policy")["active"]["log"]


def test_a_hostile_plugin_is_not_taken_up_and_the_old_policy_stays(world):
    host = FakeHost(world)
    daemon = host.daemon()
    settle(host, daemon)
    for name in ("traps", "loops", "garbles", "exits"):
        refused = daemon.control("policy", "use", str(plugins.hostile(name)))
        assert refused.returncode != 0 and refused.stderr.strip(), f"{name} was taken up"
        world.note(f"{name}: {refused.stderr.strip().splitlines()[0][:140]}")
        assert daemon.ask("policy")["active"]["name"] == "built-in"
    held_the_line(world, host, daemon)


def test_a_hostile_shadow_changes_nothing(world):
    host = FakeHost(world)
    daemon = host.daemon(policy={"shadow": str(plugins.hostile("loops")), "failures": FAILURES})
    settle(host, daemon)
    held_the_line(world, host, daemon)
    eventually(lambda: daemon.ask("policy")["shadow"]["state"] == "quarantined", 20, "the shadow is quarantined")
    assert daemon.ask("policy")["active"]["name"] == "built-in"


def test_no_process_of_a_plugin_outlives_the_daemon(world):
    host = FakeHost(world)
    daemon = daemon_with(host, "halves")
    settle_with("halves", host, daemon)
    pid = daemon.ask("policy")["active"]["pid"]
    daemon.kill()
    eventually(lambda: not os.path.exists(f"/proc/{pid}"), 5, "the plugin's process is gone with the daemon")
