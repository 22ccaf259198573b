"""Rivals in alternation over rounds."""

import shutil
import sys

from . import measure


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
    """Each rival once per round, in an order that turns by one each round; all their figures."""
    figures = {rival.name: [] for rival in rivals}
    for number in range(rounds):
        turn = number % len(rivals)
        for rival in rivals[turn:] + rivals[:turn]:
            # A folder of its own: a daemon remembers where it has downloaded to.
            destination = site.folder(f"destination-{number + 1}-{rivals.index(rival)}")
            try:
                found = measure.once(rival, site, destination, patience)
            finally:
                rival.stop()
                shutil.rmtree(destination)
            figures[rival.name].append(found)
            say(f"round {number + 1}: {rival.name}: {site.size / found.seconds / 1e6:.0f} MB/s")
    return figures
