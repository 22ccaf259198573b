"""One file from one source to one destination over the loopback interface, by all programs.

Coterie and its rivals take turns, round by round. Rates count from the order to the moment the
program says that the file is there; "with start" counts from the start of the process that fetches.
"""

from .. import machine, report, rounds
from ..process import Failed
from ..rivals.aria2 import Aria2
from ..rivals.coterie import Coterie
from ..rivals.curl import Curl
from ..rivals.limit import Limit
from ..rivals.rival import Site
from ..rivals.syncthing import Syncthing
from ..rivals.torrent import Torrent

SIZE = 1 << 30
BASES = ["coterie warm", "coterie fresh"]


def options(parser):
    parser.add_argument("--only", help="rivals by name, with commas between; see --list")
    parser.add_argument("--list", action="store_true", help="only names the rivals")
    parser.add_argument("--warm-up", type=int, default=12, help="transfers before daemons count as warm (12)")


def rivals():
    torrents = [Torrent(mode) for mode in ("plain", "rc4", "ssl")]
    web = [Curl(hashed=False), Curl(hashed=True)]
    return [Coterie(warm=True), Coterie(warm=False), Limit(), *torrents, Aria2(), Syncthing(), *web]


def run(arguments, base):
    chosen = rivals()
    if arguments.list:
        return "\n".join(rival.name for rival in chosen), []
    if arguments.only:
        chosen = _named(chosen, arguments.only.split(","))
    return compare(chosen, arguments, base, BASES)


def _named(known, names):
    by_name = {rival.name: rival for rival in known}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise SystemExit(f"bench/compare: no rival is called {unknown[0]}; there are: {', '.join(by_name)}")
    return [by_name[name] for name in names]


def compare(chosen, arguments, base, against):
    """Moves one random file by all of these that can run here."""
    source = base / "random.bin"
    site = Site(base, source, arguments.size, machine.random_file(source, arguments.size))
    return play(rounds.available(chosen), site, arguments, against)


def play(chosen, site, arguments, against):
    """Plays the rounds, and returns the table and the rows, failures after them."""
    if not chosen:
        raise Failed("none of these programs can run here")
    failed = {}
    try:
        ready = [rival for rival in chosen if _prepared(rival, site, arguments, failed)]
        figures, failed_later = rounds.play(ready, site, arguments.rounds, arguments.timeout)
    finally:
        for rival in chosen:
            rival.close()
    rows = [report.row(rival, site.size, figures[rival.name]) for rival in ready if rival.name in figures]
    failures = [{"name": name, "failed": why} for name, why in {**failed, **failed_later}.items()]
    return report.table(rows, against, site.size, arguments.rounds), rows + failures


def _prepared(rival, site, arguments, failed):
    try:
        rival.prepare(site)
        if isinstance(rival, Coterie) and rival.keeps_running:
            rival.warm_up(arguments.warm_up)
        return True
    except rounds.FAILURES as failure:
        failed[rival.name] = str(failure)
        rounds.say(f"failed: {rival.name}: {failure}")
        return False
