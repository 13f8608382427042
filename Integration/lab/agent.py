"""The host's end of the guest agent (Integration/guest/agent)."""

import time

from .lines import LineSocket


class AgentError(Exception):
    """The agent could not do what it was told."""


class Agent(LineSocket):
    """One command, one reply. What a guest says unasked (`killed`, `worker`) is kept in `events`."""

    def __init__(self, path):
        super().__init__(path)
        self.serial = 0
        self.events = []

    def command(self, text, timeout=60):
        """The reply as a dictionary. AgentError when it is not ok, TimeoutError when none comes."""
        self.serial += 1
        tag = f"{self.serial:x}"
        self.send(f"#{tag} {text}\n".encode())
        deadline = time.monotonic() + timeout
        while True:
            reply = self.receive(max(deadline - time.monotonic(), 0))
            if reply is None:
                raise TimeoutError(f"the guest agent did not answer {text!r} in {timeout} s")
            if reply.get("tag") != tag:
                self.events.append(reply)
            elif not reply.get("ok"):
                raise AgentError(f"{text}: {reply.get('error') or reply.get('result')}")
            else:
                return reply

    def wait_event(self, event, name, timeout):
        """The agent's event about the worker `name`, None when none comes in time."""
        deadline = time.monotonic() + timeout
        while True:
            for seen in self.events:
                if seen.get("event") == event and seen.get("name") == name:
                    self.events.remove(seen)
                    return seen
            message = self.receive(max(deadline - time.monotonic(), 0))
            if message is None:
                return None
            self.events.append(message)
