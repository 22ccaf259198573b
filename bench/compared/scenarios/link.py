"""One source behind a long link: a rate and a round trip, made by a delaying proxy on loopback.

The proxy paces and delays what passes, so the programs' own flow control is put to the test. TCP's
windows are not: each leg of the proxy is a connection without delay.
"""

import statistics
import sys
import time
from pathlib import Path

from .. import machine, measure, report, rounds
from ..net import free_port
from ..process import Process
from ..rivals.coterie import Coterie
from ..rivals.rival import Site
from ..rivals.torrent import Torrent

SIZE = 2 << 30
_AFTER = 5
_BEGUN = 1 << 20


def options(parser):
    parser.set_defaults(rounds=3)
    parser.add_argument("--mbit", type=int, default=1000, help="the link's rate each way in Mbit/s (1000)")
    parser.add_argument("--round-trip", type=int, default=100, help="in ms (100)")


class Proxy:
    """The long link in front of one source."""

    def __init__(self, base, arguments):
        self.ends = (free_port(), free_port())
        self._counts = base / f"link-{self.ends[1]}.counts"
        program = Path(__file__).parents[1] / "delay_proxy.py"
        target = f"127.0.0.1:{self.ends[0]}"
        shape = [arguments.mbit, arguments.round_trip]
        command = [sys.executable, program, self.ends[1], target, *shape, self._counts]
        Process(command, base / "link.log").await_word("ready")

    def rates(self, since):
        """Bytes a second since the transfer that began after a time, of all of it and after 5 s."""
        samples = [tuple(map(float, line.split())) for line in self._counts.read_text().splitlines()[:-1]]
        before = max(passed for at, passed in samples if at <= since)
        moved = [(at, passed) for at, passed in samples if at > since and passed > before + _BEGUN]
        last = next(sample for sample in moved if sample[1] == moved[-1][1])
        late = next((sample for sample in moved if sample[0] >= moved[0][0] + _AFTER), None)
        return [
            None if first is None or first[0] >= last[0] else (last[1] - first[1]) / (last[0] - first[0])
            for first in (moved[0], late)
        ]


def run(arguments, base):
    source = base / "random.bin"
    site = Site(base, source, arguments.size, machine.random_file(source, arguments.size))
    lines = [["", "MB/s", "of the link", f"after {_AFTER} s", "of the link", "wire"]]
    results = []
    for make in (lambda ends: Coterie(warm=True, behind=ends), lambda ends: Torrent("plain", behind=ends)):
        proxy = Proxy(base, arguments)
        for rival in rounds.available([make(proxy.ends)]):
            found = _play(rival, proxy, site, arguments)
            results.append({"name": rival.name, "bytes_per_second": found})
            cells = [_cells(column, arguments.mbit / 8) for column in zip(*found)]
            lines.append([rival.name, *cells[0], *cells[1], rival.wire])
    return report.aligned(lines), results


def _play(rival, proxy, site, arguments):
    """For each round the rate over all of it, and after the first seconds."""
    found = []
    try:
        rival.prepare(site)
        for number in range(arguments.rounds):
            began = time.monotonic()
            folder = site.folder(f"destination-{number}-{rival.name.replace(' ', '-')}")
            try:
                measure.once(rival, site, folder, arguments.timeout)
            finally:
                rival.stop()
            rival.arrived(folder).unlink()
            found.append(proxy.rates(began))
    finally:
        rival.close()
    return found


def _cells(values, link):
    if None in values:
        return ["too short", "-"]
    rate = statistics.median(values) / 1e6
    return [f"{rate:.1f}", f"{rate / link:.2f}"]
