"""Rivals in alternation over rounds."""

import shutil
import sys

from . import measure
from .bounded import TimedOut
from .measure import Wrong
from .process import Failed

FAILURES = (Failed, TimedOut, Wrong)


def say(text):
    print(text, file=sys.stderr, flush=True)


def available(rivals):
    """Those that can run here; says of the others what they lack."""
    there = []
    for rival in rivals:
        missing = rival.missing()
        if missing:
            say(f"left out: {rival.name} (missing: {', '.join(missing)})")
        else:
            there.append(rival)
    return there


def play(rivals, site, rounds, patience):
    """Each rival once per round, in an order that turns by one each round.

    Returns all their figures, and why those failed that did; they take no further part.
    """
    figures = {rival.name: [] for rival in rivals}
    failed = {}
    for number in range(rounds):
        turn = number % len(rivals)
        for rival in rivals[turn:] + rivals[:turn]:
            if rival.name in failed:
                continue
            # A folder of its own: a daemon remembers where it has downloaded to.
            destination = site.folder(f"destination-{number + 1}-{rivals.index(rival)}")
            try:
                found = measure.once(rival, site, destination, patience)
            except FAILURES as failure:
                failed[rival.name] = str(failure)
                say(f"failed: {rival.name}: {failure}")
                continue
            finally:
                rival.stop()
                shutil.rmtree(destination)
            figures[rival.name].append(found)
            say(f"round {number + 1}: {rival.name}: {site.size / found.seconds / 1e6:.0f} MB/s")
    return {name: runs for name, runs in figures.items() if name not in failed}, failed
