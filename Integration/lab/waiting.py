"""Waiting for the world, with a deadline and a sentence when it does not come."""

import time


def eventually(condition, within, what):
    """Calls `condition` 20 times a second until it is true; returns its value. AssertionError after `within` seconds.

    An exception that says "not there yet" (OSError, KeyError) counts as not true.
    """
    deadline = time.monotonic() + within
    while True:
        try:
            last = condition()
        except (OSError, KeyError, EOFError) as error:
            last = None
            note = f" ({error!r})"
        else:
            note = ""
            if last:
                return last
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what() if callable(what) else what}{note}")
        time.sleep(0.05)


def holds(condition, during, what):
    """AssertionError when `condition` turns false at any of 20 looks a second for `during` seconds."""
    deadline = time.monotonic() + during
    while time.monotonic() < deadline:
        if not condition():
            raise AssertionError(f"did not hold: {what() if callable(what) else what}")
        time.sleep(0.05)
