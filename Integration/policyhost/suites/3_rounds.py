"""What a plugin's process answers, and when it ends."""

import struct


def test_hello_rounds_and_the_end(scene):
    with scene.host(scene.plugin("trivial")) as host:
        kind, manifest = host.hello(knobs={"least": 100}, guests=["name", "actual_bytes", "annotations"])
        assert kind == "ready"
        assert (manifest["api"], manifest["name"], manifest["version"]) == (1, "trivial", "1.2")
        assert manifest["summary"] == 'Leaves "every" guest as it is.'
        assert manifest["knobs"][0]["most"] == 4096
        answer = host.round(7, [["a", 50 << 20, {"tier": "gold"}], ["b", 200 << 20, None]])
        assert answer == ["round", 7, [["a", 100 << 20, "as-it-is", 50 << 20, "gold"], ["b", 200 << 20, "as-it-is", 200 << 20, None]]]
        assert host.round(8) == ["round", 8, []]
        host.hang_up()
        assert host.status() == 0
        assert host.output() == ""


def test_columns_that_it_does_not_know_are_passed_over(scene):
    with scene.host(scene.plugin("trivial")) as host:
        host.hello(guests=["name", "from_the_future", "actual_bytes"], pool=["cycle", "unheard_of"])
        answer = host.round(1, [["a", {"x": [1, "y", None]}, 1 << 30]], pool=[5, ["z"]])
        assert answer[2][0][:2] == ["a", 1 << 30]


def test_a_parent_that_leaves_before_the_hello(scene):
    with scene.host(scene.plugin("trivial")) as host:
        host.hang_up()
        assert host.status() == 0


def test_nonsense_from_the_parent_ends_it_with_a_sentence(scene):
    for message, expected in [
        (b"nonsense", "an array expected"),
        (b'["round",1,[1],[[]]]', "expected"),
        (b'["round",1,[1],[["a"', "expected"),
    ]:
        with scene.host(scene.plugin("trivial")) as host:
            host.hello()
            host.send(message)
            assert host.status() == 70
            assert expected in host.output(), host.output()
    with scene.host(scene.plugin("trivial")) as host:
        host.hello()
        host.socket.sendall(struct.pack(">I", 0xFFFFFFFF))
        assert host.status() == 70
        assert "too long" in host.output()


def test_started_by_hand_it_says_who_starts_it(scene):
    done = scene.command("trivial.so")
    assert done.returncode == 64 and "balloonctl" not in done.stdout and "not people" in done.stderr, done.stderr
    assert scene.command().returncode == 64
    assert "Usage:" in scene.command("--help").stdout
    assert "plugin interface 1" in scene.command("--version").stdout


def test_what_it_prints_is_seen_at_once(scene):
    """Mischief that prints much: lines come as they are written, and the last is not lost."""
    with scene.host(scene.plugin("mischief")) as host:
        host.hello(knobs={"act": 10})
        assert host.round(1) == ["round", 1, []]
        host.hang_up()
        assert host.status() == 0
        assert host.printed_bytes > 10_000_000 and host.output().startswith("line 0 of")
