"""A small QMP client: QEMU's monitor, and balloond's control socket, which speaks the same."""

import json
import time

from .lines import LineSocket

BALLOON = "/machine/peripheral/balloon0"


class QMPError(Exception):
    """The peer refused a command; `error_class` is QMP's."""

    def __init__(self, error):
        super().__init__(f"{error.get('class')}: {error.get('desc')}")
        self.error_class = error.get("class")


class QMP(LineSocket):
    """Negotiates at once, unless told not to. TimeoutError when no greeting comes: another client holds the socket."""

    def __init__(self, path, timeout=10, negotiate=True):
        super().__init__(path, timeout)
        self.timeout = timeout
        self.events = []
        self.greeting = None
        if negotiate:
            self.negotiate()

    def negotiate(self):
        self.greeting = self.receive(self.timeout)
        if self.greeting is None:
            self.close()
            raise TimeoutError("no QMP greeting")
        self.command("qmp_capabilities")

    def command(self, execute, timeout=None, **arguments):
        """The value of `return`; events met on the way are kept in `events`."""
        message = {"execute": execute}
        if arguments:
            message["arguments"] = arguments
        self.send(json.dumps(message).encode() + b"\n")
        deadline = time.monotonic() + (timeout or self.timeout)
        while True:
            reply = self.receive(max(deadline - time.monotonic(), 0))
            if reply is None:
                raise TimeoutError(f"no reply to {execute}")
            if "event" in reply:
                self.events.append(reply)
            elif "error" in reply:
                raise QMPError(reply["error"])
            else:
                return reply["return"]

    def wait_event(self, name, timeout=10):
        """The first event of that name, None when none comes in time."""
        deadline = time.monotonic() + timeout
        while True:
            for event in self.events:
                if event["event"] == name:
                    self.events.remove(event)
                    return event
            message = self.receive(max(deadline - time.monotonic(), 0))
            if message is None:
                return None
            if "event" in message:
                self.events.append(message)

    def actual(self):
        """Guest-visible memory in bytes."""
        return self.command("query-balloon")["actual"]

    def balloon(self, size):
        self.command("balloon", value=size)

    def status(self):
        return self.command("query-status")["status"]

    def guest_stats(self, path=BALLOON):
        """`{"stats": {...}, "last-update": seconds}`"""
        return self.command("qom-get", path=path, property="guest-stats")

    def polling_interval(self, path=BALLOON):
        """Seconds; 0 when nobody asked for statistics."""
        return self.command("qom-get", path=path, property="guest-stats-polling-interval")

    def set_polling_interval(self, seconds, path=BALLOON):
        self.command("qom-set", path=path, property="guest-stats-polling-interval", value=seconds)
