"""Programs as swarms: one node of a net seeds, all others fetch, and pass on what they have."""

import base64
import subprocess
import sys

from .bittorrent import Tracker, torrent
from .bounded import until
from .coterie import GROUP, House, Place
from .netns import SWITCH
from .process import Process, run
from .rivals import aria2
from .rivals.torrent import NODE

_PORT = 7000


class CoterieSwarm:
    name = "coterie"

    def start(self, site, nodes, folder):
        """Starts all nodes; none fetches yet."""
        self._name = site.source.name
        users = ["alice", *(f"user{number}" for number in range(1, len(nodes)))]
        places = {
            user: Place(f"{node.address}:{_PORT}", prefix=node.prefix) for user, node in zip(users, nodes)
        }
        house = House(folder, host=SWITCH, places=places)
        alice = house.start(users[0], daemon=False)
        house.share(alice, site.source)
        self._peers = [house.start(user, daemon=False) for user in users[1:]]
        for peer in self._peers:
            house.admit(alice, peer)
        house.await_sources(alice, 1)

    def order(self, copies):
        for peer, copy in zip(self._peers, copies):
            peer.shell.send(f"download_file {GROUP} {self._name} {copy}")
        self._copies = copies

    def done(self, number):
        return self._copies[number].exists()

    def close(self):
        """What it has besides processes."""


class TorrentSwarm:
    name = "libtorrent plain"

    def start(self, site, nodes, folder):
        self._source, self._nodes, self._folder = site.source, nodes, folder
        self._torrent = folder / "it.torrent"
        run([sys.executable, NODE, "make", site.source, self._torrent], seconds=300)
        self._start(nodes[0], "seed", site.source.parent, [])

    def order(self, copies):
        known = [f"{self._nodes[0].address}:{_PORT}"]
        self._leeches = []
        for node, copy in zip(self._nodes[1:], copies):
            self._leeches.append(self._start(node, "leech", copy.parent, known))
            known.append(f"{node.address}:{_PORT}")
        for leech in self._leeches:
            leech.popen.stdin.write(b"go\n")
            leech.popen.stdin.flush()

    def _start(self, node, role, folder, known):
        own = f"{node.address}:{_PORT}"
        command = [sys.executable, NODE, role, self._torrent, folder, own, "plain", self._folder, *known]
        log = self._folder / f"{node.address}.log"
        process = Process(command, log, stdin=subprocess.PIPE, prefix=node.prefix)
        process.await_word("ready")
        return process

    def done(self, number):
        return "done" in self._leeches[number].said()

    def close(self):
        """What it has besides processes."""


class Aria2Swarm:
    name = "aria2"

    def start(self, site, nodes, folder):
        self._size = site.size
        self._tracker = Tracker(SWITCH)
        self._torrent = folder / "it.torrent"
        self._torrent.write_bytes(torrent(site.source, self._tracker.url))
        more = ["--seed-ratio=0.0", "--rpc-listen-all=true", "--bt-tracker-interval=5"]
        seeding = ["--bt-seed-unverified=true", self._torrent]
        places = [site.source.parent, *(folder / str(number) for number in range(1, len(nodes)))]
        self._nodes = [
            aria2.Node(
                folder,
                f"node{number}",
                place,
                [*more, *([] if number else seeding)],
                host=node.address,
                prefix=node.prefix,
            )
            for number, (node, place) in enumerate(zip(nodes, places))
        ]
        for node in self._nodes:
            until(lambda node=node: node.ask("getVersion"), 60, "the RPC of aria2")
        until(lambda: self._tracker.peers, 60, "the announcement of aria2")

    def order(self, copies):
        encoded = base64.b64encode(self._torrent.read_bytes()).decode()
        for node, copy in zip(self._nodes[1:], copies):
            node.order(encoded, {"dir": str(copy.parent)})

    def done(self, number):
        node = self._nodes[number + 1]
        return node.status("completedLength") == str(self._size)

    def close(self):
        self._tracker.close()
