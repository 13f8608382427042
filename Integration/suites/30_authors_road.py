"""The plugin author's road: the tutorial word for word, and the examples, all from outside of the repository."""

import re
import shutil
import subprocess

from lab import plugins
from lab.paths import REPOSITORY

BESIDE = True
AT_ONCE = 2  # compilers mostly
BLOCK = re.compile(r"^```(sh|swift)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = REPOSITORY / "docs" / "examples"


def script_of(page):
    """The page's shell blocks and files, in their order, as one script; each line of it is printed before it runs."""
    parts = ["set -euo pipefail"]
    for language, file, text in BLOCK.findall(page.read_text()):
        if language == "sh":
            parts += [f"set -v\n{text.rstrip()}\nset +v"]
        elif file:
            parts += [f"cat > '{file}' <<'END OF {file}'\n{text}END OF {file}"]
    return "\n".join(parts) + "\n"


def test_the_tutorial_is_true_word_for_word(world):
    home = plugins.trusted_directory(world)
    directory = home / "policies"
    directory.mkdir(mode=0o755)
    (guest,) = world.guests(1)
    daemon = world.daemon(policy={"directories": [str(directory)]})
    world.wait_fresh(daemon, [guest])
    script = script_of(REPOSITORY / "docs" / "write-a-policy.md")
    assert script.count("balloonctl") >= 8 and script.count("cat >") == 2, "the page has lost its lines"
    env = {**plugins.author_environment(world, home), "POLICIES": str(directory)}
    result = subprocess.run(
        ["bash", "-c", script], cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False, timeout=170
    )
    assert result.returncode == 0, plugins.said(result)
    active = daemon.ask("policy")["active"]
    assert active["name"] == "batch-first" and active["state"] == "running", active
    assert daemon.guests()["vm1"]["annotations"] == {"batch": "yes"}
    world.note(f"followed {len(script.splitlines())} lines; {result.stdout.count('passed after')} test runs passed")


def example(name, world):
    """Built by the one command, its own tests passed, and it would load."""
    home = plugins.trusted_directory(world)
    env = plugins.author_environment(world, home)
    package = home / name
    shutil.copytree(EXAMPLES / name, package, ignore=shutil.ignore_patterns(".build"))
    library = plugins.build_package(package, env)
    tested = plugins.run("swift", "test", "--disable-xctest", cwd=package, env=env)
    assert "passed" in tested
    checked = plugins.run("balloonctl", "policy", "check", library, env=env)
    world.note(" ".join(checked.split())[:160])


def test_office_hours_builds_passes_its_tests_and_loads(world):
    example("office-hours", world)


def test_tiers_builds_passes_its_tests_and_loads(world):
    example("tiers", world)


def test_proxmox_builds_passes_its_tests_and_loads(world):
    example("proxmox", world)


def test_a_new_policy_is_refused_bad_names_and_overwrites_nothing(world):
    home = plugins.trusted_directory(world)
    env = plugins.author_environment(world, home)
    script = REPOSITORY / "scripts" / "new-policy"
    for name in ("", "Office", "-x", "x-", "a b", "../x", "built-in", "policy", "balloon-kit", "my-policy", "x" * 65):
        result = subprocess.run([script, name, home / "x"], env=env, capture_output=True, text=True, check=False)
        assert result.returncode == 64 and result.stderr.strip(), f"'{name}' was taken"
        assert not (home / "x").exists()
    plugins.run(script, "first", home / "first", env=env)
    before = (home / "first" / "Package.swift").read_text()
    again = subprocess.run([script, "second", home / "first"], env=env, capture_output=True, text=True, check=False)
    assert again.returncode == 64 and "there already" in again.stderr
    assert (home / "first" / "Package.swift").read_text() == before
