"""Waits that end."""

import time


class TimedOut(Exception):
    """Something did not happen in its time."""


def until(happened, seconds, what, every=0.01):
    """Waits until happened() is true, and returns what it returned."""
    deadline = time.monotonic() + seconds
    while True:
        result = happened()
        if result:
            return result
        if time.monotonic() > deadline:
            raise TimedOut(f"{what}: not within {seconds:g} s")
        time.sleep(every)
