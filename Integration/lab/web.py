"""The daemon's web server, and what may be asked of it."""

import http.client
import json
import socket


def free_port():
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def get(where, path, method="GET", **headers):
    """(status, headers, body) of one request; `where` is a port, a socket's path or an open connection."""
    if isinstance(where, http.client.HTTPConnection):
        connection = where
    elif isinstance(where, int):
        connection = http.client.HTTPConnection("127.0.0.1", where, timeout=10)
    else:
        connection = UnixConnection(where)
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    if connection is not where:
        connection.close()
    return reply.status, reply.headers, body.decode()


def get_json(where, path):
    status, _, body = get(where, path)
    if status != 200:
        raise RuntimeError(f"{path}: {status} {body}")
    return json.loads(body)


def families(scrape):
    """Names of the metrics in a scrape."""
    return {line.split()[2] for line in scrape.splitlines() if line.startswith("# TYPE ")}
