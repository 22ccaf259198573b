"""aria2 as a BitTorrent client, commanded through its JSON-RPC."""

import base64
import json
import time
import urllib.error
import urllib.request

from ..bittorrent import Tracker, torrent
from ..bounded import until
from ..net import free_port
from ..process import Process
from .rival import Rival


class Aria2(Rival):
    wire = "in the clear, SHA-1"
    programs = (("aria2c", "aria2"),)

    def __init__(self, sources=1):
        self.name = "aria2" + ("" if sources == 1 else f" {sources} sources")
        self._sources = sources
        self._tracker = None

    def prepare(self, site):
        super().prepare(site)
        self._folder = site.folder(f"aria2-{self._sources}")
        self._tracker = Tracker()
        self._torrent = self._folder / "it.torrent"
        self._torrent.write_bytes(torrent(site.source, self._tracker.url))

    def start_seed(self):
        more = ["--bt-seed-unverified=true", "--seed-ratio=0.0", self._torrent]
        folder = self.site.source.parent
        seeds = [self._node(f"seed{i}", folder, more) for i in range(self._sources)]
        until(lambda: len(self._tracker.peers) >= self._sources, 60, "the announcement of aria2")
        return [seed.process for seed in seeds]

    def _node(self, name, content, more):
        node = Node(self._folder, name, content, more)
        self.started(node.process)
        return node

    def start_leech(self, destination):
        self._leech = self._node("leech", destination, ["--seed-time=0"])
        until(lambda: self._leech.ask("getVersion"), 30, "the RPC of aria2", every=0.005)
        return [self._leech.process]

    def order(self, destination):
        self._leech.order(base64.b64encode(self._torrent.read_bytes()).decode())
        until(self._moves, 60, "the first piece of aria2")
        return time.monotonic()

    def _moves(self):
        return self._leech.status("completedLength") not in (None, "0")

    def wait(self, seconds):
        until(lambda: self._leech.status("status") == "complete", seconds, "the download of aria2")

    def stop(self):
        super().stop()
        self._tracker.peers.clear()

    def close(self):
        if self._tracker:
            self._tracker.close()


class Node:
    """One process of aria2 and its RPC."""

    def __init__(self, folder, name, content, more, host="127.0.0.1", prefix=()):
        port = free_port()
        self._url = f"http://{host}:{port}/jsonrpc"
        self._id = None
        command = [
            "aria2c",
            "--no-conf",
            f"--dir={content}",
            "--enable-rpc",
            f"--rpc-listen-port={port}",
            f"--listen-port={free_port()}",
            f"--interface={host}",
            "--enable-dht=false",
            "--enable-dht6=false",
            "--bt-enable-lpd=false",
            "--file-allocation=none",
            "--allow-overwrite=true",
            "--summary-interval=0",
            *more,
        ]
        self.process = Process(command, folder / f"{name}.log", prefix=prefix)

    def ask(self, method, *parameters):
        """Calls a method; None while nothing answers."""
        body = {"jsonrpc": "2.0", "id": "1", "method": f"aria2.{method}", "params": parameters}
        try:
            with urllib.request.urlopen(self._url, json.dumps(body).encode(), timeout=10) as response:
                return json.load(response)["result"]
        except (urllib.error.URLError, ConnectionError):
            return self.process.ended() and self.process.fail("ended") or None

    def order(self, torrent, options=None):
        self._id = self.ask("addTorrent", torrent, [], options or {})

    def status(self, key):
        return (self.ask("tellStatus", self._id, [key]) or {}).get(key)
