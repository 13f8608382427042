"""A Unix socket that speaks one JSON object a line, under a deadline."""

import json
import select
import socket
import time


class LineSocket:
    """Connects at once; `receive` gives decoded lines."""

    def __init__(self, path, timeout=10):
        self.buffer = b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        try:
            self.socket.connect(str(path))
        except BaseException:
            self.socket.close()
            raise

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, timeout):
        """The next object; None when `timeout` seconds pass without one. EOFError when the peer closed."""
        deadline = time.monotonic() + timeout
        while b"\n" not in self.buffer:
            left = max(deadline - time.monotonic(), 0)
            if not select.select([self.socket], [], [], left)[0]:
                return None
            data = self.socket.recv(65536)
            if not data:
                raise EOFError("the peer closed the socket")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
