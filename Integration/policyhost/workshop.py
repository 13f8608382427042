"""Builds the plugins that are tried, as their authors would: with one command against an installed kit."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
KIT_SOURCES = REPOSITORY / "Sources" / "BalloonKit" / "Sources"


class Workshop:
    """Each plugin is built when it is first asked for, in a directory outside of the repository."""

    def __init__(self, kit, directory):
        self.kit = Path(kit).resolve()
        self.directory = Path(directory)
        self.host = self.kit / "balloon-policyhost"
        self._built = {}

    def plugin(self, name):
        if name not in self._built:
            recipe = getattr(self, "_" + name.replace("-", "_"), None)
            output = self.directory / f"{name}.so"
            if recipe:
                recipe(output)
            else:
                self._swift(output, self._camel(name), "Export")
            self._built[name] = output
        return self._built[name]

    @staticmethod
    def _camel(name):
        return "".join(part.capitalize() for part in name.split("-"))

    def _swift(self, output, *sources, options=(), kit=None, optimize="-O"):
        kit = kit or ["-I", self.kit / "swift", "-L", self.kit, "-lBalloonKit"]
        files = [HERE / "plugins" / f"{source}.swift" for source in sources]
        module = ["-module-name", output.stem.replace("-", "_")]
        _run("swiftc", optimize, "-emit-library", "-o", output, *files, *module, *kit, *options)

    def _c(self, output, source, *options):
        _run("clang", "-O2", "-fPIC", *options, "-o", output, HERE / "plugins" / source)

    # Plugins of their own kind

    def _probe(self, output):
        thing = self.directory / "probe.o"
        self._c(thing, "probe.c", "-c")
        header = HERE / "plugins" / "probe.h"
        self._swift(output, "Probe", "Export", options=[thing, "-import-objc-header", header])

    def _foreign_object(self, output):
        self._swift(output, "ForeignObject")

    def _other_api(self, output):
        self._swift(output, "Trivial", "OtherAPI")

    def _other_toolchain(self, output):
        self._swift(output, "Trivial", "OtherToolchain")

    def _crash_on_load(self, output):
        thing = self.directory / "crash_on_load.o"
        self._c(thing, "crash_on_load.c", "-c")
        self._swift(output, "Trivial", "Export", options=[thing])

    def _stripped(self, output):
        shutil.copy(self.plugin("trivial"), output)
        # Some strip programs leave .comment where it is, with the compiler's name in it; llvm-strip does not.
        _run("strip", "--strip-all", "--remove-section=.comment", output)

    def _static_runtime(self, output):
        self._swift(output, "Trivial", "Export", options=["-static-stdlib"])

    def _own_kit(self, output):
        """As SwiftPM builds a plugin that depends on the kit's sources: the kit's code ends up in it."""
        kit = self.directory / "own"
        kit.mkdir()
        sources = sorted((KIT_SOURCES / "BalloonKit").glob("*.swift"))
        _run(
            "swiftc", "-Onone", "-wmo", "-swift-version", "6", "-parse-as-library", "-emit-module", "-emit-library", "-static",
            "-module-name", "BalloonKit", "-emit-module-path", kit / "BalloonKit.swiftmodule", "-o",
            kit / "libBalloonKit.a", "-I", KIT_SOURCES / "CBalloonKit" / "include", *sources,
        )
        headers = KIT_SOURCES / "CBalloonKit" / "include"
        self._swift(output, "Trivial", "Export", kit=["-I", kit, "-I", headers, "-L", kit, "-lBalloonKit"], optimize="-Onone")

    def _newer_member(self, output):
        """Built against a kit that is newer than the host's: a member that the host lacks."""
        kit = self.directory / "newer"
        shutil.copytree(self.kit / "swift", kit)
        with open(kit / "BalloonKit.swiftinterface", "a") as interface:
            interface.write("extension BalloonKit.Briefing {\n  public var laterMember: Swift.Int { get }\n}\n")
        self._swift(output, "NewerMember", "Export", kit=["-I", kit, "-L", self.kit, "-lBalloonKit"])

    def _not_swift(self, output):
        self._c(output, "not_swift.c", "-shared")

    def _no_plugin(self, output):
        self._c(output, "no_plugin.c", "-shared")

    def _no_link(self, output):
        """Without -lBalloonKit, which a linker lets pass."""
        self._swift(output, "Trivial", "Export", kit=["-I", self.kit / "swift"])

    def _object(self, output):
        self._c(output, "no_plugin.c", "-c")


def _run(*arguments):
    done = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(" ".join(map(str, arguments)) + "\n" + done.stdout + done.stderr)
