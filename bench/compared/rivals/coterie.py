"""Coterie itself: daemons that stay warm over the rounds, or fresh processes in each."""

import time

from ..bounded import until
from ..coterie import BUILT, GROUP, House, Place
from .rival import Rival

_TRANSFERS_A_CONNECTION = 4
_CONNECTION_KEPT = 12  # seconds; a peer keeps one that nobody uses for ten


class Coterie(Rival):
    wire = "TLS 1.3, SHA-256 Merkle tree"

    def __init__(self, warm, sources=1, slow=None, behind=None):
        """With slow, the last source sends at most so many bytes a second.

        With behind, a pair of ports, the one source listens on the first and is reached by the second.
        """
        kind = "warm" if warm else "fresh"
        more = "" if sources == 1 else f" {sources} sources"
        self.name = f"coterie {kind}{more}" + (" one slow" if slow else "")
        self.keeps_running = warm
        self._users = ["alice", *(f"source{i}" for i in range(1, sources))]
        self._slow = slow
        ports = [f"127.0.0.1:{port}" for port in behind or ()]
        self._places = {"alice": Place(*ports)} if ports else {}
        self._seeds = []
        self._leech = None

    def missing(self):
        return [] if BUILT.is_dir() else ["./mvnw -DskipTests package"]

    def prepare(self, site):
        super().prepare(site)
        self._folder = site.folder(self.name.replace(" ", "-"))
        self._house = House(self._folder, places=self._places)
        alice = self._start("alice")
        self._house.share(alice, site.source)
        self._seeds = [alice]
        for user in self._users[1:]:
            seed = self._start(user)
            self._house.admit(alice, seed)
            copies = self.site.folder(f"{self._folder.name}/{user}")
            self._download(seed, copies / site.source.name)
            self._seeds.append(seed)
        self._leech = self._start("bob")
        self._house.admit(alice, self._leech)
        if not self.keeps_running:
            self.close()
        elif self._slow:
            self._seeds[-1].shell.ask(f"set_limit up {self._slow}")
        for seed in self._seeds:
            seed.dismiss_shell()

    def warm_up(self, times):
        """Lets the daemons move the file so many times for each source, and forgets the copies.

        Now and then long enough passes for their connections to be closed: code for what has never
        happened is compiled anew when it happens, and between the rounds of a comparison it does.
        """
        for number in range(times * len(self._users)):
            if number % _TRANSFERS_A_CONNECTION == 0 and number > 0:
                time.sleep(_CONNECTION_KEPT)
            copy = self._folder / f"warm-up-{number}"
            self._download(self._leech, copy)
            copy.unlink()

    def _start(self, user):
        return self._house.start(user, daemon=self.keeps_running)

    def _download(self, peer, destination):
        self._send_order(peer, destination)
        peer.shell.answer()
        until(destination.exists, 600, f"the download of {peer.user}")

    def _send_order(self, peer, destination):
        peer.shell.send(f"download_file {GROUP} {self.site.source.name} {destination}")

    def start_seed(self):
        if not self.keeps_running:
            self._seeds = [self._start(user) for user in self._users]
        asks = self._leech if self.keeps_running else self._seeds[0]
        self._house.await_sources(asks, len(self._users))
        return [seed.process for seed in self._seeds]

    def start_leech(self, destination):
        if not self.keeps_running:
            self._leech = self._start("bob")
        return [self._leech.process]

    def order(self, destination, answered=True):
        """Orders the transfer; the caller may take the shell's answer later."""
        self._copy = self.arrived(destination)
        self._send_order(self._leech, self._copy)
        if answered:
            self.answer()

    def answer(self):
        self._leech.shell.answer()

    def wait(self, seconds):
        until(self._copy.exists, seconds, f"the download of {self.name}", every=0.003)

    def stop(self):
        if not self.keeps_running:
            self.close()

    def close(self):
        for peer in [self._leech, *self._seeds]:
            if peer:
                peer.stop()
        self._leech, self._seeds = None, []
