"""A plugin's process as the daemon starts it: a socket at descriptor 3, one pipe for all that is printed."""

import fcntl
import json
import os
import signal
import socket
import struct
import threading
import time

PATIENCE = 10  # seconds; what takes longer has failed


# What a row says of its guest once, in front (`SteadyColumn`).
STEADY = set(
    "name state state_reason is_running maximum_bytes target_bytes stats_interval_ns deflates_on_oom pid traits floor_bytes "
    "ceiling_bytes shares pin is_paused annotations least_target_bytes most_target_bytes".split()
)


class Silence(Exception):
    """No answer in time."""


class HungUp(Exception):
    """The process closed its end."""


class Host:
    """Use as a context manager: the process is gone afterwards."""

    def __init__(self, program, plugin, memory=None, options=()):
        self.socket, theirs = socket.socketpair()
        self.socket.settimeout(PATIENCE)
        reader, writer = os.pipe()
        arguments = [str(program)]
        if memory is not None:
            arguments += ["--memory", str(memory)]
        arguments += [*options, str(plugin)]
        self.pid = _spawn(arguments, theirs.fileno(), writer)
        theirs.close()
        os.close(writer)
        self.printed = bytearray()
        self.printed_bytes = 0
        self._drain = threading.Thread(target=self._read_output, args=(reader,), daemon=True)
        self._drain.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # Messages

    def send(self, message):
        body = message if isinstance(message, bytes) else json.dumps(message, separators=(",", ":")).encode()
        self.socket.sendall(struct.pack(">I", len(body)) + body)

    def receive_bytes(self):
        length = struct.unpack(">I", self._read(4))[0]
        return self._read(length)

    def receive(self):
        return json.loads(self.receive_bytes())

    def _read(self, length):
        data = bytearray()
        while len(data) < length:
            try:
                part = self.socket.recv(length - len(data))
            except TimeoutError:
                raise Silence(f"no answer for {PATIENCE} s") from None
            except ConnectionResetError:
                part = b""
            if not part:
                raise HungUp(self.output())
            data += part
        return bytes(data)

    def hello(self, knobs=None, api=1, pool=("cycle",), guests=("name",)):
        self.columns = list(guests)
        steady = [column for column in guests if column in STEADY]
        moving = [column for column in guests if column not in STEADY]
        columns = {"api": api, "pool": list(pool), "steady": steady, "guests": moving, "knobs": knobs or {}}
        self.send(["hello", columns])
        return self.receive()

    def round(self, number, guests=(), pool=(1,)):
        """The answer in rows, as one would write it by hand: ["round", number, [[guest, target, code, amount, remark]]]."""
        self.send(["round", number, list(pool), [self.row(guest) for guest in guests]])
        answer = self.receive()
        if len(answer) != 8:
            return answer
        word, number, places, targets, codes, code_places, amounts, remarks = answer
        names = [guest[self.columns.index("name")] for guest in guests]
        remarks = dict(remarks)
        rows = [
            [names[place] if isinstance(place, int) else place, targets[n], codes[code_places[n]], amounts[n], remarks.get(n)]
            for n, place in enumerate(places)
        ]
        return [word, number, rows]

    def row(self, guest):
        values = dict(zip(self.columns, guest, strict=True))
        steady = [values[column] for column in self.columns if column in STEADY]
        return [steady, *(values[column] for column in self.columns if column not in STEADY)]

    # The process

    def hang_up(self):
        self.socket.shutdown(socket.SHUT_WR)

    def status(self, within=PATIENCE):
        """Exit status, or minus the signal's number; waits for the end."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = None
                self._drain.join(PATIENCE)
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.001)
        raise Silence("it does not end")

    def output(self):
        return self.printed.decode(errors="replace")

    def stop(self):
        self.socket.close()
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = None
        self._drain.join(PATIENCE)

    def _read_output(self, reader):
        """Keeps the first megabyte: a plugin may print without end."""
        with open(reader, "rb", buffering=0) as pipe:
            while part := pipe.read(1 << 16):
                self.printed_bytes += len(part)
                if len(self.printed) < 1 << 20:
                    self.printed += part


def _spawn(arguments, channel, output):
    null = os.open("/dev/null", os.O_RDONLY)
    # Duplicates are made far above, so that none is overwritten before it is used.
    high_channel, high_output = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 64) for each in (channel, output)]
    try:
        return os.posix_spawn(
            arguments[0],
            arguments,
            {"PATH": "/usr/bin:/bin", "SECRET": "nobody's business"},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, null, 0),
                (os.POSIX_SPAWN_DUP2, high_output, 1),
                (os.POSIX_SPAWN_DUP2, high_output, 2),
                (os.POSIX_SPAWN_DUP2, high_channel, 3),
            ],
        )
    finally:
        for descriptor in (null, high_channel, high_output):
            os.close(descriptor)
