"""What is refused, with which code, and whether the sentence names the way out."""

import os

REFUSED = {
    "object": ("not-a-library", "swiftc -emit-library"),
    "no-plugin": ("not-a-plugin", "balloon_policy_toolchain"),
    "not-swift": ("not-a-plugin", "in Swift"),
    "static-runtime": ("own-kit", "-static-stdlib"),
    "own-kit": ("own-kit", "-lBalloonKit"),
    "foreign-object": ("own-kit", "PolicyPlugin.export"),
    "no-link": ("missing-symbol", "-lBalloonKit"),
    "other-api": ("wrong-api", "99"),
    "other-toolchain": ("wrong-toolchain", "Clang 1.0"),
    "newer-member": ("missing-symbol", "laterMember"),
    "bad-manifest": ("bad-manifest", "Bad Name"),
}


def _assert_refused(scene, plugin, code, hint, **hello):
    with scene.host(plugin) as host:
        answer = host.hello(**hello)
        assert answer[0] == "refused", answer
        assert answer[1] == code, answer
        assert hint in answer[2], f"{hint!r} is not in: {answer[2]}"
        assert host.status() == 3
    return answer[2]


def test_each_kind_of_mistake_has_its_code_and_its_way_out(scene):
    for name, (code, hint) in REFUSED.items():
        scene.note(f"{code}: {_assert_refused(scene, scene.plugin(name), code, hint)}")


def test_a_file_that_is_not_there_or_not_a_file(scene):
    _assert_refused(scene, "/nonexistent/plugin.so", "unreadable", "No such file")
    _assert_refused(scene, "/tmp", "not-a-library", "not a file")
    _assert_refused(scene, "/etc/passwd", "not-a-library", "not a shared library")
    pipe = scene.directory / "pipe.so"
    os.mkfifo(pipe)
    _assert_refused(scene, pipe, "not-a-library", "not a file")


def test_knobs_that_the_policy_does_not_have_or_that_are_out_of_range(scene):
    plugin = scene.plugin("trivial")
    _assert_refused(scene, plugin, "bad-knobs", "there are: least", knobs={"most": 1})
    _assert_refused(scene, plugin, "bad-knobs", "out of range", knobs={"least": 5000})


def test_a_daemon_of_another_interface(scene):
    _assert_refused(scene, scene.plugin("trivial"), "wrong-api", "install both", api=2)


def test_a_library_of_another_machine(scene):
    other = bytearray(scene.plugin("trivial").read_bytes())
    other[18] = 40  # 32-bit ARM
    path = scene.directory / "other-machine.so"
    path.write_bytes(other)
    _assert_refused(scene, path, "not-a-library", "another kind of machine")


def test_the_stamp_survives_strip(scene):
    with scene.host(scene.plugin("stripped")) as host:
        assert host.hello()[0] == "ready"
