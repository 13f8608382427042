"""Where things lie: the repository, the guest image, the binaries under test."""

import os
import subprocess
from pathlib import Path

INTEGRATION = Path(__file__).resolve().parent.parent
REPOSITORY = INTEGRATION.parent


def image_directory():
    """Where `Integration/guest/build` puts kernel, initrd and saved states."""
    given = os.environ.get("BALLOOND_LAB")
    return Path(given) if given else Path.home() / ".cache" / "balloond-lab"


def build_image():
    """Brings the guest image up to date; costs nothing when it is."""
    subprocess.run([INTEGRATION / "guest" / "build", image_directory()], check=True)


def binary(name):
    """A binary under test: in $BALLOOND_BUILD, else in the release build of the repository."""
    given = os.environ.get("BALLOOND_BUILD")
    return (Path(given) if given else REPOSITORY / ".build" / "release") / name
