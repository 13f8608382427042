"""Two daemons on one host would fight: the second refuses to start."""

import subprocess

from lab.waiting import eventually


def test_a_second_instance_is_refused(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    second = subprocess.run(daemon.command(), capture_output=True, text=True, timeout=10, check=False)
    assert second.returncode not in (0, -9, -11), second
    assert second.stderr.strip() or second.stdout.strip(), "it says why"
    eventually(lambda: daemon.states() == {"vm1": "fresh"}, 3, "the first one is not disturbed")


def test_a_crash_leaves_nothing_that_keeps_the_next_from_starting(world):
    (guest,) = world.guests(1)
    daemon = world.daemon()
    world.wait_fresh(daemon, [guest])
    daemon.kill()
    daemon.start()
    world.wait_fresh(daemon, [guest])


def test_check_config_judges_without_starting(world):
    daemon = world.daemon(start=False)
    good = subprocess.run(daemon.command("--check-config"), capture_output=True, text=True, timeout=10, check=False)
    assert good.returncode == 0, good.stderr
    daemon.config_file.write_text('[pool]\nlimitt = "80%"\n')
    bad = subprocess.run(daemon.command("--check-config"), capture_output=True, text=True, timeout=10, check=False)
    assert bad.returncode != 0
    said = bad.stderr + bad.stdout
    assert "config.toml" in said and "limitt" in said and "2" in said, f"file, line and key: {said}"
