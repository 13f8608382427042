"""The control socket speaks QMP: any QMP client works on it."""

import subprocess
import sys

from lab.paths import image_directory
from lab.qmp import QMPError
from lab.world import Skip

PUBLISHED_CLIENT = """
import asyncio, sys
from qemu.qmp import QMPClient

async def main():
    client = QMPClient("check")
    await client.connect(sys.argv[1])
    status = await client.execute("query-status")
    guests = await client.execute("query-guests")
    await client.disconnect()
    print(status["rung"], len(guests["guests"]))

asyncio.run(main())
"""


def test_a_plain_qmp_client_drives_the_daemon(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    with daemon.qmp() as client:
        assert "version" in client.greeting["QMP"]
        assert client.command("query-status")["rung"] == "normal"
        assert [entry["name"] for entry in client.command("query-guests")["guests"]] == ["vm1"]
        try:
            client.command("no-such-command")
            raise AssertionError("an unknown command was accepted")
        except QMPError as error:
            assert error.error_class == "CommandNotFound"
        client.command("set-pin", guest="vm1", target=300 << 20)
        assert client.command("query-guests")["guests"][0]["pin"]["target_bytes"] == 300 << 20


def test_a_client_that_says_nothing_or_nonsense_disturbs_nobody(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    with daemon.qmp() as mute, daemon.qmp() as rude:
        rude.send(b"\x00\xff{]" * 20000 + b"\n")
        assert mute.command("query-status")["guests"]
        assert daemon.states() == {"vm1": "fresh"}


def test_balloonctl_speaks_in_exit_codes(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    assert daemon.control("list").returncode == 0
    assert daemon.control("show", "nobody").returncode == 1
    assert daemon.control("set", "vm1", "12 apples").returncode == 64
    daemon.stop()
    absent = daemon.control("list")
    assert absent.returncode == 69
    assert "balloond" in absent.stderr, "says how to start one"


def test_the_published_python_client_works(world):
    environment = image_directory() / "qmp-client"
    python = environment / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", environment], capture_output=True, check=False, timeout=90)
        if made.returncode != 0:
            raise Skip("python3-venv is not installed")
    install = [python, "-m", "pip", "install", "--quiet", "qemu.qmp"]
    if subprocess.run(install, capture_output=True, check=False, timeout=120).returncode != 0:
        raise Skip("the package qemu.qmp cannot be installed here")
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    result = subprocess.run(
        [python, "-c", PUBLISHED_CLIENT, daemon.socket], capture_output=True, text=True, timeout=30, check=False
    )
    assert result.stdout.split() == ["normal", "1"], result.stderr
