"""One seeder and several leechers, each behind a link of its own; needs root.

The ideal is the file's size over the link's rate: then every leecher is done, and the seeder has sent
one copy. What the links carry includes all headers.
"""

import os
import shutil
import statistics
import time

from .. import machine, report
from ..bounded import until
from ..measure import Wrong
from ..netns import Net
from ..process import Failed, stop_all
from ..rivals.aria2 import Aria2
from ..rivals.coterie import Coterie
from ..rivals.rival import Site
from ..rivals.torrent import Torrent
from ..rounds import available, say
from ..swarms import Aria2Swarm, CoterieSwarm, TorrentSwarm

SIZE = 1 << 30


def options(parser):
    parser.set_defaults(rounds=3)
    parser.add_argument("--leechers", type=int, default=8, help="how many (8)")
    parser.add_argument("--mbit", type=int, default=100, help="each link's rate each way in Mbit/s (100)")
    parser.add_argument("--loss", type=float, default=0, help="percent of arriving packets lost (0)")


def run(arguments, base):
    lacking = [tool for tool in ("ip", "tc", *(["nft"] if arguments.loss else [])) if not shutil.which(tool)]
    if os.geteuid() != 0 or lacking:
        raise Failed(f"swarm needs root, iproute2 and, for loss, nftables; missing: {lacking or 'root'}")
    source = base / "random.bin"
    site = Site(base, source, arguments.size, machine.random_file(source, arguments.size))
    kinds = {Coterie(warm=False): CoterieSwarm, Torrent("plain"): TorrentSwarm, Aria2(): Aria2Swarm}
    chosen = [kinds[rival] for rival in available(list(kinds))]
    found = {kind.name: [] for kind in chosen}
    for number in range(arguments.rounds):
        for kind in chosen:
            run_of = _once(kind(), site, base / f"{kind.name.replace(' ', '-')}-{number}", arguments)
            found[kind.name].append(run_of)
            say(f"round {number + 1}: {kind.name}: {run_of['last_over_ideal']:.2f} x ideal")
    lines = [["", "last done, s", "x ideal", "first done, s", "copies sent by the seeder"]]
    for name, runs in found.items():
        figures = ("last_seconds", "last_over_ideal", "first_seconds", "seeder_copies")
        middle = [statistics.median(run[figure] for run in runs) for figure in figures]
        lines.append([name, *(f"{value:.2f}" for value in middle)])
    return report.aligned(lines), [{"name": name, "runs": runs} for name, runs in found.items()]


def _once(swarm, site, folder, arguments):
    copies = [folder / str(number + 1) / site.source.name for number in range(arguments.leechers)]
    for copy in copies:
        copy.parent.mkdir(parents=True)
    machine.settle(site.source)
    with Net(arguments.leechers + 1, arguments.mbit, arguments.loss) as net:
        try:
            swarm.start(site, net.nodes, folder)
            sent = net.nodes[0].sent()
            started = time.monotonic()
            swarm.order(copies)
            done = _completions(swarm, len(copies), started, arguments.timeout)
            sent = net.nodes[0].sent() - sent
        finally:
            swarm.close()
            stop_all()
    if any(machine.digest(copy) != site.digest for copy in copies):
        raise Wrong(f"{swarm.name}: a copy differs from the source")
    shutil.rmtree(folder)
    ideal = site.size * 8 / (arguments.mbit * 1e6)
    return {
        "first_seconds": min(done),
        "last_seconds": max(done),
        "last_over_ideal": max(done) / ideal,
        "seeder_copies": sent / site.size,
    }


def _completions(swarm, count, started, patience):
    """When each leecher had all of it, in seconds."""
    done = {}

    def all_done():
        for number in set(range(count)) - set(done):
            if swarm.done(number):
                done[number] = time.monotonic() - started
        return len(done) == count

    until(all_done, patience, f"the swarm of {swarm.name}", every=0.05)
    return list(done.values())
