"""One run of one rival: times, CPU seconds and memory of both sides."""

import threading
import time
from dataclasses import asdict, dataclass

from . import machine, proc


class Wrong(Exception):
    """What arrived is not what was sent."""


@dataclass(frozen=True)
class Figures:
    """Seconds, CPU seconds and bytes of one transfer."""

    seconds: float
    seconds_with_start: float | None
    cpu_seed: float
    cpu_leech: float
    cpu_with_start: float | None
    peak_seed: int
    peak_leech: int

    def as_json(self):
        return asdict(self)


class Peaks:
    """The highest resident size of each process of a side, read while they live."""

    def __init__(self, *sides):
        self._sides = sides
        self._highest = [{} for _ in sides]
        self._find()
        for highest in self._highest:
            for pid in highest:
                proc.forget_peak(pid)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self):
        looks = 0
        while not self._stop.wait(0.05):
            looks += 1
            # Finding children takes longer than looking at those that are known.
            if looks % 10 == 0:
                self._find()
            self._look()

    def _find(self):
        for side, highest in zip(self._sides, self._highest):
            for pid in proc.tree(process.pid for process in side):
                highest.setdefault(pid, 0)

    def _look(self):
        for highest in self._highest:
            for pid in highest:
                highest[pid] = max(highest[pid], proc.peak_bytes(pid))

    def end(self):
        """The sum of the peaks of each side's processes."""
        self._stop.set()
        self._thread.join()
        self._find()
        self._look()
        return [sum(highest.values()) for highest in self._highest]


def cpu(side):
    return proc.cpu_seconds(proc.tree(process.pid for process in side))


def once(rival, site, destination, patience):
    """Moves the site's file once and checks what arrived. The rival is stopped by the caller."""
    machine.settle(site.source)
    seed = rival.start_seed()
    seed_before = cpu(seed)
    started = time.monotonic()
    leech = rival.start_leech(destination)
    # A program that has its order on its command line is at work before it can be looked at.
    at_once = rival.starts_with_order
    peaks = Peaks(seed, leech)
    seed_ordered = seed_before if at_once else cpu(seed)
    leech_ordered = 0 if at_once else cpu(leech)
    ordered = started if at_once else time.monotonic()
    ordered = rival.order(destination) or ordered
    rival.wait(patience)
    finished = time.monotonic()
    seed_done, leech_done = cpu(seed), cpu(leech)
    peak_seed, peak_leech = peaks.end()
    if machine.digest(rival.arrived(destination)) != site.digest:
        raise Wrong(f"{rival.name}: the copy differs from the source")
    warm = rival.keeps_running
    return Figures(
        seconds=finished - ordered,
        seconds_with_start=None if warm else finished - started,
        cpu_seed=seed_done - seed_ordered,
        cpu_leech=leech_done - leech_ordered,
        cpu_with_start=None if warm else seed_done - seed_before + leech_done,
        peak_seed=peak_seed,
        peak_leech=peak_leech,
    )
