"""Policy plugins: built against the kit under test, laid where the daemon trusts them."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .paths import INTEGRATION, REPOSITORY, binary, image_directory

HOSTILE = INTEGRATION / "policies" / "hostile"


def kit():
    """What an author builds against: interface, library and host of the build under test."""
    return binary("policy")


def trusted_directory(world):
    """A directory that is the daemon's own, and all above it too: below /tmp nothing is."""
    base = image_directory() / "plugins"
    base.mkdir(parents=True, exist_ok=True)
    base.chmod(0o755)
    directory = Path(tempfile.mkdtemp(prefix="world-", dir=base))
    directory.chmod(0o755)
    world.at_end(lambda: shutil.rmtree(directory, ignore_errors=True))
    return directory


def author_environment(world, home):
    """What the tutorial supposes: balloond's programs in PATH, its kit and its socket in their places."""
    return {
        **os.environ,
        "HOME": str(home),
        "BALLOOND_KIT": str(kit()),
        "BALLOOND_SOCKET": str(world.directory / "control.sock"),
        "PATH": f"{binary('balloonctl').parent}:{os.environ['PATH']}",
    }


def run(*words, cwd=None, env=None, timeout=150):
    """Its standard output. AssertionError with all that it printed when it fails."""
    result = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=timeout
    )
    assert result.returncode == 0, f"{' '.join(map(str, words))}: exit {result.returncode}\n{said(result)}"
    return result.stdout


def said(result, most=4000):
    return (result.stdout + result.stderr)[-most:]


def new_package(name, directory, env):
    """A package made by scripts/new-policy, as an author would."""
    run(REPOSITORY / "scripts" / "new-policy", name, directory, env=env)
    return directory


def build_package(directory, env):
    """The one command of an author, and what it built."""
    run("swift", "build", "-c", "release", cwd=directory, env=env)
    (library,) = (directory / ".build" / "release").glob("lib*.so")
    return library


def install(library, directory, name):
    """Where the daemon looks for it, in one step: no reader sees half of it."""
    place = directory / f"{name}.so"
    fresh = directory / f".{name}.new"
    shutil.copyfile(library, fresh)
    fresh.chmod(0o644)
    fresh.rename(place)
    return place


def compiled(name, *sources, interface=None):
    """A plugin from single files, by the compiler alone. Kept until its sources, the kit or the compiler change."""
    interface = interface or kit() / "swift"
    digest = hashlib.sha256(run("swiftc", "--version").encode())
    for path in [*sorted(interface.iterdir()), *sources]:
        digest.update(path.read_bytes())
    cache = image_directory() / "plugins" / "built"
    cache.mkdir(parents=True, exist_ok=True)
    library = cache / f"{name}-{digest.hexdigest()[:16]}.so"
    if not library.exists():
        fresh = cache / f".{name}.{os.getpid()}"
        words = ["-O", "-swift-version", "6", "-module-name", "Plugin", "-emit-library", "-o", fresh]
        run("swiftc", *words, *sources, "-I", interface, "-L", kit(), "-lBalloonKit")
        fresh.chmod(0o644)
        fresh.rename(library)
    return library


def hostile(name):
    return compiled(name, HOSTILE / f"{name}.swift", HOSTILE / "Plugin.swift")
