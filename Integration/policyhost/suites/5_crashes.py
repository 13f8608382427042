"""A plugin that crashes says where, on standard error, and ends with the signal that it crashed by."""

import subprocess

from host import HungUp

# The signals that may end it, what the headline or the line above it says, and the function that is to blame.
CRASHES = {
    1: ((-4, -5), "Swift", "trapHere"),
    2: ((-4, -5, -6), "given up on purpose", "propose"),
    3: ((-11,), "endless recursion", "depth"),
    4: ((-11, -7), "memory that is not there", "propose"),
}


def _crash(scene, act):
    with scene.host(scene.plugin("mischief")) as host:
        host.hello(knobs={"act": act})
        try:
            host.round(1)
            raise AssertionError("it answered")
        except HungUp:
            return host.status(), host.output()


def test_each_crash_names_its_signal_and_its_place(scene):
    for act, (statuses, text, function) in CRASHES.items():
        status, output = _crash(scene, act)
        assert status in statuses, f"{status}: {output}"
        assert "mischief.so crashed with SIG" in output and text in output, output
        frames = [line for line in output.splitlines() if "mischief.so + 0x" in line]
        assert frames and function in frames[0], f"not named as the place: {output}"
        assert len(output.splitlines()) < 40, f"too long for the daemon to keep: {output}"
        assert "/proc/self/fd" not in output
        scene.note(output.splitlines()[0][:110])


def test_a_stripped_plugin_says_where_without_names(scene):
    stripped = scene.directory / "bare.so"
    subprocess.run(["strip", "-o", stripped, scene.plugin("mischief")], check=True)
    with scene.host(stripped) as host:
        host.hello(knobs={"act": 1})
        host.send(["round", 1, [1], []])
        assert host.status() in (-4, -5)
        assert "   0 bare.so + 0x" in host.output(), host.output()


def test_a_crash_while_it_is_loaded(scene):
    with scene.host(scene.plugin("crash-on-load")) as host:
        try:
            host.hello()
            raise AssertionError("it answered")
        except HungUp:
            pass
        assert host.status() == -6
        assert "crash-on-load.so crashed with SIGABRT" in host.output()


def test_a_plugin_that_ends_the_process(scene):
    assert _crash(scene, 9)[0] == 9


def test_a_plugin_that_closes_the_socket(scene):
    status, output = _crash(scene, 7)
    assert status == 70 and "Bad file descriptor" in output, (status, output)


def test_a_plugin_that_writes_to_the_socket(scene):
    """The parent reads garbage for a length, and draws its conclusions; nothing here can tell."""
    with scene.host(scene.plugin("mischief")) as host:
        host.hello(knobs={"act": 8})
        host.send(["round", 1, [1], []])
        assert host._read(7) == b"garbage"
