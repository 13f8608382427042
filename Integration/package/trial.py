"""What the trials of the package share: which package, and step after step to the first that fails."""

import argparse
import subprocess
import sys
import time
import traceback
from pathlib import Path

from lab.paths import REPOSITORY
from lab.world import Skip


def package(given):
    """The .deb to try: that one, else one made of the release build."""
    if given:
        return Path(given).resolve()
    result = subprocess.run(
        [REPOSITORY / "scripts" / "package", "--no-build", "--quick"], check=True, stdout=subprocess.PIPE, text=True, timeout=600
    )
    return Path(result.stdout.splitlines()[-1])


def try_out(description, steps, scene, before=lambda: None):
    """A program's whole life: a PASS line a step, the first that fails is the last, and exit status 1 then.

    `before` is called first; `scene(package)` is a context manager of what every step is called with: it has `log_tail`. A step
    is a function whose docstring begins with what it shows; what it returns is printed beside it.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", help="a .deb; else scripts/package builds one")
    arguments = parser.parse_args()
    try:
        before()
        with scene(package(arguments.package)) as life:
            passed = walk(steps, life)
    except Skip as reason:
        print(f"SKIP {reason}\n0 passed, 0 failed, {len(steps)} skipped")
        return
    print(f"{passed} passed, {int(passed < len(steps))} failed")
    if passed < len(steps):
        sys.exit(1)


def walk(steps, life):
    """How many passed before the first that failed."""
    for passed, step in enumerate(steps):
        began = time.monotonic()
        title = step.__doc__.splitlines()[0]
        try:
            note = step(life)
        except Skip:
            raise
        except Exception:
            print(f"FAIL {title}\n{traceback.format_exc()}{life.log_tail()}")
            return passed
        print(f"PASS {title} ({time.monotonic() - began:.1f} s){f': {note}' if note else ''}", flush=True)
    return len(steps)
