"""A libvirtd of our own with one guest: what people use today, to be compared with and to live beside.

It runs in session mode as an unprivileged user with every file in one directory, so that nothing of a libvirt that may
be installed here is touched.
"""

import os
import pwd
import shutil
import signal
import subprocess

from .guest import LIBC, PR_SET_PDEATHSIG
from .paths import image_directory
from .waiting import eventually

DOMAIN = """
<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>g1</name><memory unit='MiB'>512</memory><vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>{directory}/vmlinux</kernel><initrd>{directory}/initrd.gz</initrd><cmdline>quiet panic=-1</cmdline>
  </os>
  <cpu mode='maximum'/>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <memballoon model='virtio'><stats period='1'/></memballoon>
  </devices>{monitor}
</domain>
"""


# As docs/hosts/libvirt.md has it.
MONITOR = """
  <qemu:commandline>
    <qemu:arg value='-qmp'/>
    <qemu:arg value='unix:{socket},server=on,wait=off'/>
  </qemu:commandline>"""


class Unavailable(Exception):
    """libvirt cannot be run here."""


class Libvirt:
    """Context manager: libvirtd with a running guest `g1` of 512 MiB; with a second QMP socket where one is wanted."""

    def __init__(self, directory, second_socket=False):
        self.directory = directory / "libvirt"
        self.socket = self.directory / "g1-balloond.sock" if second_socket else None
        self.daemon = None
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.directory),
            **{f"XDG_{kind}": str(self.directory / kind.lower()) for kind in
               ("CONFIG_HOME", "RUNTIME_DIR", "CACHE_HOME", "DATA_HOME")},
        }  # fmt: skip
        # `virsh` itself is what gets timed, so it is run as root: the socket is named instead of looked up
        self.uri = f"qemu:///session?socket={self.directory}/runtime_dir/libvirt/libvirt-sock"

    def virsh(self, *words):
        return [shutil.which("virsh"), "-c", self.uri, *words]

    def _monitor(self):
        return MONITOR.format(socket=self.socket) if self.socket else ""

    def ask(self, *words):
        """What virsh prints. Unavailable when it fails."""
        return self._run(*words)

    def _run(self, *words):
        result = subprocess.run(self.virsh(*words), env=self.environment, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise Unavailable(result.stderr.strip())
        return result.stdout

    def _prepare(self, user):
        for kind in ("config_home/libvirt", "runtime_dir", "cache_home", "data_home"):
            (self.directory / kind).mkdir(parents=True)
        (self.directory / "config_home" / "libvirt" / "qemu.conf").write_text('stdio_handler = "file"\n')
        for file in ("vmlinux", "initrd.gz"):
            shutil.copy(image_directory() / file, self.directory)
        (self.directory / "g1.xml").write_text(DOMAIN.format(directory=self.directory, monitor=self._monitor()))
        self.directory.parent.chmod(0o755)
        subprocess.run(["chown", "-R", user.pw_name, self.directory], check=True)

    def __enter__(self):
        program = shutil.which("libvirtd") or "/usr/sbin/libvirtd"
        if not os.path.exists(program) or not shutil.which("virsh"):
            raise Unavailable("libvirt-daemon-system or libvirt-clients is not installed")
        user = pwd.getpwnam("nobody")
        self._prepare(user)
        with open(self.directory / "log", "w") as log:
            self.daemon = subprocess.Popen(
                [program], env=self.environment, cwd=self.directory, stdout=log, stderr=log, user=user.pw_uid,
                group=user.pw_gid, extra_groups=[],
                preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            )  # fmt: skip
        try:
            eventually(self._answers, 15, "libvirtd answers")
            self._run("create", str(self.directory / "g1.xml"))
            eventually(lambda: "last_update" in self._run("dommemstat", "g1"), 60, "the guest's driver is up")
        except (AssertionError, Unavailable) as error:
            self.__exit__()
            raise Unavailable(str(error)) from None
        return self

    def _answers(self):
        try:
            return self._run("list")
        except Unavailable:
            return False

    def __exit__(self, *exception):
        subprocess.run(self.virsh("destroy", "g1"), env=self.environment, capture_output=True, check=False)
        self.daemon.terminate()
        try:
            self.daemon.wait(10)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            self.daemon.wait()
