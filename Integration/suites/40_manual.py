"""balloonctl(1): every command has its section and an example, and every example does what it says; help fits a screen."""

import json
import os
import subprocess

from lab import manual, plugins
from lab.fakehost import FakeHost
from lab.paths import INTEGRATION, binary
from lab.waiting import eventually

BESIDE = True
PREVIOUS = INTEGRATION / "kit" / "previous"
NAMES = {"web1": "guest0000", "db1": "guest0001"}  # the fake fleet has no names of its own
SCREEN = 24, 80


def run(*words, **options):
    return subprocess.run(
        [binary("balloonctl"), *words], capture_output=True, text=True, check=False, timeout=30, **options
    )


def all_commands():
    return list(manual.commands(json.loads(run("--experimental-dump-help").stdout)["command"]))


def test_every_command_has_a_section_and_an_example(world):
    examples = [line.split() for line, _ in manual.examples()]
    tags = [part.split() for tag in manual.tags() for part in tag.split(",")]
    for words in all_commands():
        told = any(tag[: len(words)] == list(words) for tag in tags)
        assert told, f"balloonctl(1) has no section about '{' '.join(words)}'"
        shown = any(line[1 : 1 + len(words)] == list(words) for line in examples)
        assert shown, f'balloonctl(1) has no example of \'{" ".join(words)}\': .IP, .\\" run, .EX, balloonctl ..., .EE'


def test_every_example_runs(world):
    elder = plugins.compiled("elder", PREVIOUS / "Elder.swift", interface=PREVIOUS / "swift")
    directory = plugins.trusted_directory(world)
    plugins.install(elder, directory, "mine")
    daemon = FakeHost(world, count=4).daemon(policy={"directories": [str(directory)]})
    eventually(lambda: set(daemon.states().values()) == {"fresh"}, 10, "fresh guests")
    eventually(lambda: daemon.control("plot", "guest0000", "--svg", "/dev/null").returncode == 0, 20, "a past")
    environment = {
        **os.environ,
        "PATH": f"{binary('balloonctl').parent}:{os.environ['PATH']}",
        "BALLOOND_SOCKET": str(daemon.socket),
        "NO_COLOR": "1",
    }
    ran = 0
    for line, how in manual.examples():
        words = line
        for name, real in NAMES.items():
            words = words.replace(name, real)
        if how == manual.ENDLESS:
            words = f"timeout --preserve-status --signal=INT 1 {words}"
        result = subprocess.run(
            ["bash", "-c", words], cwd=directory, env=environment, capture_output=True, text=True, check=False, timeout=30
        )
        expected = {manual.ENDLESS: (0, 130), manual.REFUSED: (1,)}.get(how, (0,))
        if line.startswith("balloonctl doctor"):
            expected = (0, 1, 2)  # it judges the host that this runs on, which may be busy, or swap
        said = result.stdout + result.stderr
        assert result.returncode in expected, f"{line}: {said}"
        assert said.strip() or how == manual.ENDLESS, f"{line}: says nothing"
        ran += 1
    world.note(f"{ran} examples of balloonctl(1)")


def test_help_fits_a_screen(world):
    lines, columns = SCREEN
    wrong = []
    for words in [(), *all_commands()]:
        result = run(*words, "--help", env={**os.environ, "COLUMNS": str(columns)})
        assert result.returncode == 0, f"{words}: {result.stderr}"
        text = result.stdout.rstrip("\n").split("\n")
        height, width = len(text), max(map(len, text))
        if height > lines or width > columns:
            wrong.append(f"balloonctl {' '.join(words)} --help: {height} lines, {width} columns")
    assert not wrong, "\n".join(wrong)
