"""A plugin from a folder of its author holds real guests; it is killed, replaced and compared, and no guest notices."""

import os
import signal
import time

from lab import plugins, scenes
from lab.waiting import eventually

COUNT = 3
POOL = 1280  # MiB: three restored guests with their histories stand at 84 %
HISTORY = 260  # MiB
FEW = 6  # balloon commands a guest and event; a storm is one a cycle


def author(world):
    """An author's package, outside of the repository, and the directory where the daemon looks for plugins."""
    home = plugins.trusted_directory(world)
    env = plugins.author_environment(world, home)
    package = plugins.new_package("holder", home / "author" / "holder", env)
    directory = home / "policies"
    directory.mkdir(mode=0o755)
    return package, directory, env


def new_version(package, env, version, code):
    """The author changes the version and what the policy says when it takes memory, and builds."""
    source = package / "Sources" / "Holder" / "Holder.swift"
    text = source.read_text()
    for before, after in (('version: "1"', f'version: "{version}"'), ('.init("idle"', f'.init("{code}"')):
        assert before in text, f"the template has no {before} any more"
        text = text.replace(before, after)
    source.write_text(text)
    return plugins.build_package(package, env)


def crowded(world, history=HISTORY):
    pool = world.make_pool(POOL)
    guests = world.guests(COUNT)
    world.touch_histories(guests, history)
    return pool, guests


def active(daemon):
    return daemon.ask("policy")["active"]


def commands(proxies, since):
    """The most balloon commands that one guest was sent."""
    return max(len(proxy.balloon_commands(since)) for proxy in proxies)


def everybody_answers(guests):
    for guest in guests:
        guest.agent.command("ping", 5)


def test_a_plugin_is_killed_replaced_and_reloaded_while_it_holds_guests(world):
    package, directory, env = author(world)
    plugins.install(plugins.build_package(package, env), directory, "holder")
    pool, guests = crowded(world)
    assert pool.usage() > scenes.LIMIT, f"not tight: usage {pool.usage():.0%}"
    proxies, discovery = world.proxies(guests)
    daemon = world.daemon(discovery=discovery, policy={"use": "holder", "directories": [str(directory)]})
    world.wait_fresh(daemon, guests)
    scenes.brought_under(pool)
    assert daemon.ask("explain")["pool"]["policy"] == "holder", "the plugin brought it under the line"
    scenes.settled(pool)
    witness = world.sampler()
    began = time.monotonic()

    killed = active(daemon)["pid"]
    cycle = daemon.ask("status")["cycle"]
    os.kill(killed, signal.SIGKILL)
    at = time.monotonic()
    eventually(lambda: active(daemon)["state"] == "running" and active(daemon)["pid"] != killed, 8, "it is back")
    back = time.monotonic() - at
    assert daemon.ask("status")["cycle"] - cycle >= int(back), "cycles went on without it"
    everybody_answers(guests)

    scenes.ramp(guests[0], size=120)
    second = new_version(package, env, "2", "idle-too")
    plugins.install(second, directory, "holder")
    before = active(daemon)
    answer = daemon.ask("policy", "use", "holder")
    after = active(daemon)
    assert (before["version"], after["version"]) == ("1", "2"), answer
    assert after["pid"] != before["pid"]
    eventually(lambda: not os.path.exists(f"/proc/{before['pid']}"), 5, "the old one is gone")
    took = scenes.ramp_result(guests[0])
    eventually(lambda: active(daemon)["rounds"] >= 3, 10, "the new one decides")
    assert daemon.ask("explain")["pool"]["policy"] in ("holder", "built-in")
    everybody_answers(guests)

    most = commands(proxies, began)
    world.note(
        f"back {back:.1f} s after kill -9; version 2 took over; a ramp of 120 MiB meanwhile took {took:.1f} s; "
        f"over 80 % for {witness.seconds_over(began):.2f} s; at most {most} balloon commands a guest"
    )
    assert most <= 3 * FEW, "a storm of commands"
    assert witness.seconds_over(began) <= 1.0
    scenes.nobody_harmed(pool, guests)


def test_a_shadow_is_compared_and_moves_nothing(world):
    package, directory, env = author(world)
    plugins.install(plugins.build_package(package, env), directory, "holder")
    pool, guests = crowded(world, history=200)
    assert pool.usage() < 0.76, f"not at rest: usage {pool.usage():.0%}"
    daemon = world.daemon(policy={"directories": [str(directory)]})
    world.wait_fresh(daemon, guests)
    daemon.ask("policy", "shadow", "holder")
    eventually(lambda: daemon.ask("policy", "diff")["cycles"] >= 3, 15, "cycles are compared")
    # Nothing moves until the pool is over the line, which no policy can overlook: one that hears growth ahead would hold it, and
    # the other would have nothing to do.
    daemon.ask("pause")
    scenes.ramp(guests[0], size=350)  # 200 of it are its own history, the rest is new to the pool
    scenes.ramp_result(guests[0])
    assert pool.usage() > scenes.LIMIT, f"not tight: usage {pool.usage():.0%}"
    daemon.ask("resume")
    scenes.brought_under(pool)
    diff = daemon.ask("policy", "diff")
    world.note(
        f"{diff['differing']} of {diff['cycles']} cycles differ, {diff['unanswered']} unanswered; moved {diff['moved_bytes'] >> 20} MiB, "
        f"the shadow would have moved {diff['shadow_moved_bytes'] >> 20} MiB"
    )
    assert (diff["active"], diff["shadow"]) == ("built-in", "holder")
    assert {guest["name"] for guest in diff["guests"]} <= {guest.name for guest in guests}
    assert diff["moved_bytes"] > 0 and diff["shadow_moved_bytes"] > 0, "both would have taken memory"
    assert diff["cycles"] > 4 * diff["unanswered"]
    assert daemon.ask("explain")["pool"]["policy"] == "built-in"
    shadow = daemon.ask("policy")["shadow"]
    os.kill(shadow["pid"], signal.SIGKILL)
    eventually(lambda: (daemon.ask("policy")["shadow"]["pid"] or shadow["pid"]) != shadow["pid"], 8, "it is back")
    daemon.ask("policy", "shadow", "--off")
    assert not daemon.ask("policy").get("shadow")
    daemon.ask("policy", "shadow", "holder")
    assert daemon.ask("policy")["shadow"]["state"] == "running"
    scenes.nobody_harmed(pool, guests)


def test_an_unknown_or_untrusted_plugin_is_refused_with_the_way_out(world):
    package, directory, env = author(world)
    library = plugins.build_package(package, env)
    writable = plugins.install(library, directory, "holder")
    writable.chmod(0o666)
    (guest,) = world.guests(1)
    daemon = world.daemon(policy={"directories": [str(directory)]})
    world.wait_fresh(daemon, [guest])
    for name, said in (("holder", "writ"), ("nobody", "nobody"), ("/tmp/nothing.so", "nothing.so")):
        refused = daemon.control("policy", "use", name)
        assert refused.returncode != 0 and said in refused.stderr, (name, refused)
        world.note(refused.stderr.strip().splitlines()[0][:150])
    assert active(daemon)["name"] == "built-in"
    writable.chmod(0o644)
    daemon.ask("policy", "use", "holder")
    assert active(daemon)["name"] == "holder"
