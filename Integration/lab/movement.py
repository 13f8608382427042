"""What balloons really moved: each guest's size, looked at from outside while a daemon is at work."""

import threading

from .qmp import QMPError


class Movement(threading.Thread):
    """Reads every guest's `actual` until `stop`. Nobody else may use the guests' second monitors in the meantime."""

    def __init__(self, guests, period=0.5):
        super().__init__(daemon=True)
        self.guests = list(guests)
        self.period = period
        self.sizes = {guest.name: guest.actual() for guest in self.guests}
        self.moved = 0  # bytes, in both directions
        self._stopping = threading.Event()

    def run(self):
        while not self._stopping.is_set():
            for guest in list(self.guests):
                self._look(guest)
            self._stopping.wait(self.period)

    def _look(self, guest):
        try:
            size = guest.actual()
        except TimeoutError:
            return  # busy; what it moves is seen next time
        except (OSError, EOFError, QMPError):
            self.guests.remove(guest)  # dead: the contest counts that elsewhere
            return
        self.moved += abs(size - self.sizes[guest.name])
        self.sizes[guest.name] = size

    def stop(self):
        self._stopping.set()
        self.join(15)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()
