"""What is recorded: one client of a monitor, and everything that passes over its connection."""

import json
import select
import socket
import time

PATIENCE = 10.0
QUIET = 0.3


class Transcript:
    def __init__(self, path, version):
        self.file = open(path, "w")
        self.start = time.monotonic()
        self.note("QEMU " + version)

    def add(self, direction, line, conn=None):
        entry = {"t": round(time.monotonic() - self.start, 4), "dir": direction, "line": line}
        if conn:
            entry["conn"] = conn
        self.file.write(json.dumps(entry) + "\n")

    def note(self, text):
        self.add("note", text)


class Client:
    """One connection; everything that passes over it is written down, its end once."""

    def __init__(self, path, transcript, conn=None, negotiate=True):
        self.transcript, self.conn, self.rest = transcript, conn, b""
        self.ended = False
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(path)
        if negotiate:
            self.receive()
            self.command("qmp_capabilities")

    def close(self):
        self.socket.close()

    def send(self, data):
        self.transcript.add("out", data.decode("utf-8", "backslashreplace").rstrip("\r\n"), self.conn)
        self.socket.sendall(data)

    def receive(self, patience=PATIENCE):
        """The next message; None when none comes in time or the connection ended."""
        deadline = time.monotonic() + patience
        while b"\n" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return None
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:  # as good an end as any: QEMU ended with bytes of ours unread
                data = b""
            if not data:
                if not self.ended:
                    self.transcript.add("in", "<EOF>", self.conn)
                self.ended = True
                return None
            self.rest += data
        line, self.rest = self.rest.split(b"\n", 1)
        text = line.decode().rstrip("\r")
        self.transcript.add("in", text, self.conn)
        return json.loads(text)

    def command(self, name, arguments=None, **members):
        """Sends a command and returns its answer; events on the way are only recorded."""
        request = {"execute": name}
        if arguments is not None:
            request["arguments"] = arguments
        request.update(members)
        self.send(json.dumps(request).encode() + b"\n")
        while (message := self.receive()) is not None:
            if "event" not in message:
                return message
        raise SystemExit("%s: no answer to %s" % (self.transcript.file.name, name))

    def drain(self, patience=QUIET):
        while self.receive(patience) is not None:
            pass
