"""Milliseconds from download_file to the first byte in the partial file, with warm daemons."""

import os
import statistics
import time

from .. import machine, report
from ..bounded import until
from ..rivals.coterie import Coterie
from ..rivals.rival import Site

SIZE = 64 << 20


def options(parser):
    parser.set_defaults(rounds=20)
    parser.add_argument("--warm-up", type=int, default=10, help="transfers before the first that counts (10)")


def run(arguments, base):
    source = base / "random.bin"
    site = Site(base, source, arguments.size, machine.random_file(source, arguments.size))
    coterie = Coterie(warm=True)
    try:
        coterie.prepare(site)
        coterie.warm_up(arguments.warm_up)
        found = [_once(coterie, site.folder(f"destination-{i}"), arguments) for i in range(arguments.rounds)]
    finally:
        coterie.close()
    row = {"median_ms": statistics.median(found), "lowest_ms": min(found), "highest_ms": max(found)}
    line = [f"{row['median_ms']:.1f}", f"{row['lowest_ms']:.1f}-{row['highest_ms']:.1f}"]
    table = [["", "ms", "(low-high)"], ["download_file to first byte", *line]]
    return report.aligned(table), [{**row, "runs_ms": found}]


def _once(coterie, folder, arguments):
    started = time.monotonic()
    coterie.order(folder, answered=False)
    until(lambda: _holds_data(folder), arguments.timeout, "the first byte", every=0.0005)
    found = (time.monotonic() - started) * 1000
    coterie.wait(arguments.timeout)
    coterie.answer()
    coterie.arrived(folder).unlink()
    return found


def _holds_data(folder):
    """Whether any file in the folder holds data; space that is only reserved does not count."""
    for entry in os.scandir(folder):
        try:
            file = os.open(entry.path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            os.lseek(file, 0, os.SEEK_DATA)
            return True
        except OSError:
            continue
        finally:
            os.close(file)
    return False
