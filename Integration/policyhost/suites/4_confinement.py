"""What a plugin can do to the world: nothing. Each attempt is made by a real plugin on the real kernel."""

import errno
import os
import time

# What may succeed, while it is loaded and afterwards.
ALLOWED = {"kill-self", "see-limit", "thread"}
ALLOWED_WHILE_LOADING = ALLOWED | {"open-read", "map-code"}


def _findings(scene):
    with scene.host(scene.plugin("probe")) as host:
        assert host.hello()[0] == "ready"
        answer = host.round(1)
    return {stage: dict(item.split("=") for item in remark.split()) for stage, _, _, _, remark in answer[2]}


def test_a_plugin_can_compute_and_nothing_else(scene):
    for stage, found in _findings(scene).items():
        allowed = ALLOWED if stage == "computing" else ALLOWED_WHILE_LOADING
        succeeded = {what for what, error in found.items() if error == "0"}
        assert succeeded == allowed, f"{stage}: {sorted(succeeded ^ allowed)}"
        assert found["clone3"] == str(errno.ENOSYS), "glibc falls back to clone only then"
        assert found["fork"] == str(errno.EPERM)
        scene.note(f"{stage}: {len(found) - len(succeeded)} attempts failed, {len(succeeded)} harmless ones succeeded")


def test_it_is_nobody_and_has_few_limits_left(scene):
    with scene.host(scene.plugin("trivial"), memory=256 << 20) as host:
        host.hello()
        status = dict(line.split(":\t", 1) for line in open(f"/proc/{host.pid}/status").read().splitlines())
        limits = open(f"/proc/{host.pid}/limits").read()
        score = int(open(f"/proc/{host.pid}/oom_score_adj").read())
    if os.geteuid() == 0:
        assert status["Uid"].split() == ["65534"] * 4 and status["Gid"].split() == ["65534"] * 4
        assert status["Groups"].strip() == ""
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[kind], 16) == 0, kind
    assert status["NoNewPrivs"].strip() == "1" and status["Seccomp"].strip() == "2"
    lines = {line[:26].strip(): line[26:].split() for line in limits.splitlines()}
    assert lines["Max address space"][:2] == [str(256 << 20)] * 2
    assert lines["Max core file size"][0] == "0" and lines["Max file size"][0] == "0"
    assert int(lines["Max open files"][0]) <= 32
    assert int(lines["Max cpu time"][0]) <= 10
    assert score == 1000


def test_nothing_is_inherited_but_the_socket_and_the_pipe(scene):
    with open("/etc/hostname") as inherited:
        os.set_inheritable(inherited.fileno(), True)
        with scene.host(scene.plugin("trivial")) as host:
            host.hello()
            held = {int(name): os.readlink(f"/proc/{host.pid}/fd/{name}") for name in os.listdir(f"/proc/{host.pid}/fd")}
    assert sorted(held)[:4] == [0, 1, 2, 3], held
    assert len(held) == 5 and "memfd:" in held[max(held)], held


def test_the_processor_time_of_a_round_is_bounded(scene):
    """Whoever started it does nothing: the kernel ends it."""
    with scene.host(scene.plugin("mischief")) as host:
        host.hello(knobs={"act": 5})
        began = time.monotonic()
        host.send(["round", 1, [1], []])
        status = host.status(within=60)  # four seconds of processor time, of a processor that others use
        scene.note(f"a spinning plugin ended by itself after {time.monotonic() - began:.1f} s")
        assert status == -24, f"{status}: {host.output()}"
        assert "SIGXCPU" in host.output()


def test_memory_is_bounded(scene):
    with scene.host(scene.plugin("mischief"), memory=128 << 20) as host:
        host.hello(knobs={"act": 6})
        host.send(["round", 1, [1], []])
        status = host.status()
        assert status in (-4, -5, -6, -11), f"{status}: {host.output()}"
        scene.note(f"without memory: {host.output().splitlines()[0]}")


def test_it_ends_with_its_parent(scene):
    """A parent that is killed closes its socket and sends SIGKILL through the kernel; a spinning plugin hears only that."""
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        host = scene.host(scene.plugin("mischief"))
        host.hello(knobs={"act": 5})
        host.send(["round", 1, [1], []])
        os.write(writer, str(host.pid).encode())
        os.kill(os.getpid(), 9)
    os.waitpid(parent, 0)
    child = int(os.read(reader, 16))
    os.close(reader)
    os.close(writer)
    deadline = time.monotonic() + 2
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.001)
    assert not _is_running(child), "it outlived its parent"


def _is_running(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
