"""One command on other hosts: balloonctl over a real ssh to a real sshd on loopback, with keys of the test's own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess

from lab.fakehost import FakeHost
from lab.paths import binary
from lab.tmux import Tmux
from lab.waiting import eventually
from lab.world import Skip

BESIDE = True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LoopbackSSH:
    """An sshd of our own on a high port, and an `ssh` first in PATH that knows its key and ours."""

    def __init__(self, directory):
        self.sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
        if not self.sshd or not shutil.which("ssh"):
            raise Skip("there is no openssh-server here")
        self.directory, self.port = directory, free_port()
        directory.mkdir()
        self.user = pwd.getpwuid(os.getuid()).pw_name
        for key in ("host", "ours", "other"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory / key], check=True)
        (directory / "authorized").write_text((directory / "ours.pub").read_text())
        far = directory / "far"  # what a command over ssh finds there
        far.mkdir()
        (far / "balloonctl").symlink_to(binary("balloonctl"))
        (directory / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {directory}/host\nPidFile none\nUsePAM no\n"
            f"AuthorizedKeysFile {directory}/authorized\nPasswordAuthentication no\nStrictModes no\n"
            f"PermitRootLogin prohibit-password\nSetEnv PATH={far}:/usr/bin:/bin\n"
        )
        self.near = directory / "near"
        self.near.mkdir()
        self.trust("host", "ours")

    def trust(self, host_key, our_key):
        """Which key the other side is known by, and which one of ours is shown to it."""
        key = (self.directory / f"{host_key}.pub").read_text()
        (self.directory / "known").write_text(f"[127.0.0.1]:{self.port} {key}")
        script = self.near / "ssh"
        script.write_text(
            f'#!/bin/sh\nexec {shutil.which("ssh")} -F /dev/null -o IdentitiesOnly=yes -i {self.directory}/{our_key} '
            f'-o UserKnownHostsFile={self.directory}/known -o GlobalKnownHostsFile=/dev/null "$@"\n'
        )
        script.chmod(0o755)

    def __enter__(self):
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        line = [self.sshd, "-D", "-e", "-f", self.directory / "sshd_config"]
        self.log = (self.directory / "log").open("w")
        self.process = subprocess.Popen(line, stdout=self.log, stderr=self.log)
        eventually(self.answers, 5, "sshd listens")
        return self

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait(5)
        self.log.close()

    @property
    def path(self):
        """Where our `ssh` is found first."""
        return f"{self.near}:{os.environ['PATH']}"

    def line(self, *words, sockets):
        """balloonctl's command line to each of these control sockets on the other side."""
        line = [str(binary("balloonctl")), *words]
        for path in sockets:
            line += ["--host", f"ssh://{self.user}@127.0.0.1:{self.port}{path}"]
        return line

    def control(self, *words, sockets):
        """balloonctl's completed process."""
        line, environment = self.line(*words, sockets=sockets), {**os.environ, "PATH": self.path}
        return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=30, check=False)


def test_one_command_over_a_real_ssh(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    ssh = world.defer(LoopbackSSH(world.directory / "ssh"))
    there = ssh.control("list", sockets=[daemon.socket])
    assert there.returncode == 0, (there.stderr, (ssh.directory / "log").read_text())
    assert "vm1" in there.stdout
    result = ssh.control("set", "vm1", "300M", "--wait", sockets=[daemon.socket])
    assert result.returncode == 0, result.stderr
    assert guest.actual() == 300 << 20
    two = ssh.control("list", sockets=[daemon.socket, daemon.socket])
    assert two.returncode == 0, two.stderr
    named = f"{ssh.user}@127.0.0.1:{ssh.port}:"
    assert all(line.startswith(named) for line in two.stdout.splitlines()) and two.stdout.count("vm1") == 2, two.stdout
    nobody = ssh.control("list", sockets=[world.directory / "no.sock", daemon.socket])
    assert nobody.returncode == 69 and "balloond is not running" in nobody.stderr and "vm1" in nobody.stdout, nobody
    ssh.trust("host", "other")
    refused = ssh.control("list", sockets=[daemon.socket])
    assert refused.returncode == 77 and "must work without a question" in refused.stderr, refused
    ssh.trust("other", "ours")
    stranger = ssh.control("list", sockets=[daemon.socket])
    assert stranger.returncode == 77 and "compare the key" in stranger.stderr, stranger


def test_top_over_ssh_connects_again_by_itself(world):
    Tmux.require()
    daemon = FakeHost(world, count=3, total=3072).daemon()
    ssh = world.defer(LoopbackSSH(world.directory / "ssh"))
    two = ssh.control("top", sockets=[daemon.socket, daemon.socket])
    assert two.returncode == 64 and "one host at a time" in two.stderr, two

    def open_top(path):
        tmux = Tmux(world.directory, ssh.line("top", sockets=[path]), width=100, PATH=ssh.path)
        world.at_end(tmux.close)
        return tmux

    nobody = open_top(world.directory / "no.sock")
    nobody.shows("balloond is not running", "left: 69", "cooked")
    tmux = open_top(daemon.socket)
    name = f"{ssh.user}@127.0.0.1:{ssh.port}"
    tmux.shows(f"balloond on {name}", "guest0002", "3 fresh", within=10)
    (carrier,) = subprocess.check_output(["ps", "-o", "pid=", "--ppid", str(tmux.child())], text=True).split()
    os.kill(int(carrier), signal.SIGTERM)
    lines = tmux.shows("NO CONNECTION", "Trying again")
    assert any("guest0000" in line for line in lines), "what was known stays"
    tmux.shows("connected again after", within=10)
    eventually(lambda: "NO CONNECTION" not in tmux.text(), 3, "no complaint any more")
    # The daemon of the other side goes and comes back.
    daemon.stop()
    tmux.shows("NO CONNECTION", "Trying again in", "balloond", within=10)
    daemon.start()
    tmux.shows("balloond was restarted", within=15)
    # A change goes to the other side.
    tmux.type("p")
    tmux.shows("Pin guest0000")
    for text in ("256M", "", ""):
        tmux.type(text)
        tmux.keys("Enter")
    tmux.shows("y  do it")
    tmux.type("y")
    eventually(lambda: daemon.guests()["guest0000"].get("pin"), 5, "the pin on the other side")
    tmux.keys("q")
    tmux.shows("left: 0", "cooked")
    ours = ["pgrep", "-f", str(ssh.directory / "ours")]
    eventually(lambda: subprocess.run(ours, capture_output=True, check=False).returncode == 1, 3, "no ssh left behind")
