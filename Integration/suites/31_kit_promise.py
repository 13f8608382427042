"""What plugins were built against stays: the interface's check sees what breaks, and an elder plugin decides today."""

import shutil
import subprocess

from lab import plugins
from lab.fakehost import FakeHost
from lab.paths import INTEGRATION
from lab.waiting import eventually

BESIDE = True
CHECK = INTEGRATION / "kit" / "check"
PREVIOUS = INTEGRATION / "kit" / "previous"
INTERFACE = "BalloonKit.swiftinterface"

BREAKING = {
    "a member is gone": ("  public var calmFor: Swift.Duration?\n", ""),
    "a member has another type": ("public var weekday: Swift.Int\n", "public var weekday: Swift.Int64\n"),
    "plugins must do more": (
        "[BalloonKit.Proposal]\n}",
        "[BalloonKit.Proposal]\n  func remember()\n}",
    ),
    "callers must say more": ("= .zero, calmFor", ", calmFor"),
    "another number": ("get { 1 }", "get { 2 }"),
    "not an interface": ("public var cycle: Swift.UInt64", "public var cycle: Nonsense"),
}
HARMLESS = {
    "a new member": ("  public var pool: ", "  public var tide: Swift.Int?\n  public var pool: "),
    "a new state of guests": ("  case fresh\n", "  case fresh\n  case resting\n"),
}


def check(kit):
    return subprocess.run([CHECK, kit], capture_output=True, text=True, check=False, timeout=60)


def altered(world, before, after):
    """The kit's interface with one thing changed."""
    kit = world.directory / "kit"
    shutil.rmtree(kit, ignore_errors=True)
    shutil.copytree(plugins.kit() / "swift", kit / "swift")
    text = (kit / "swift" / INTERFACE).read_text()
    assert before in text, f"the interface has no {before!r} any more: break something else"
    (kit / "swift" / INTERFACE).write_text(text.replace(before, after, 1))
    return kit


def test_todays_kit_keeps_what_was_published(world):
    result = check(plugins.kit())
    assert result.returncode == 0, plugins.said(result)


def test_whatever_breaks_old_plugins_is_found(world):
    for what, change in BREAKING.items():
        assert check(altered(world, *change)).returncode != 0, f"{what}: not found"


def test_what_is_added_breaks_nothing(world):
    for what, change in HARMLESS.items():
        result = check(altered(world, *change))
        assert result.returncode == 0, f"{what}: {plugins.said(result)}"


def test_a_plugin_built_against_the_previous_interface_decides_today(world):
    elder = plugins.compiled("elder", PREVIOUS / "Elder.swift", interface=PREVIOUS / "swift")
    was, now = ((place / INTERFACE).read_text() for place in (PREVIOUS / "swift", plugins.kit() / "swift"))
    assert "annotations" not in was and "annotations" in now, "the previous interface is not an older one"
    directory = plugins.trusted_directory(world)
    plugins.install(elder, directory, "elder")
    host = FakeHost(world)
    knobs = {"elder": {"slack": 100}}
    daemon = host.daemon(policy={"use": "elder", "directories": [str(directory)], "knobs": knobs})
    eventually(lambda: daemon.ask("policy")["active"]["rounds"] >= 3, 20, "it answers")
    host.take(1200)  # over the high mark, not over the line
    eventually(lambda: "elder" in reasons(daemon), 10, lambda: f"its reason is acted upon: {reasons(daemon)}")
    active = daemon.ask("policy")["active"]
    name, took = f"{active['name']} {active['version']}", active["round_seconds"]
    world.note(f"{name}: {active['rounds']} rounds, the last in {took * 1000:.1f} ms")
    assert active["state"] == "running" and not any(active["failures"].values()), active
    assert [knob["value"] for knob in active["knobs"]] == [100]


def reasons(daemon):
    return {guest.get("last_reason") for guest in daemon.guests().values()} | {
        entry["reason"]["code"] for entry in daemon.ask("explain")["guests"] if entry.get("reason")
    }
