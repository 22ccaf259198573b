"""Trackers, peers and shells of Coterie as processes, commanded by lines."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .bounded import until
from .net import free_port
from .process import Failed, Process

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "dist" / "target" / "coterie" / "lib"
PASSWORD = "correct-horse-battery"
GROUP = "bench"


class Shell:
    """bin/shell with a pipe as its input: with a peer of its own, or commanding a daemon."""

    def __init__(self, house, where, name, daemon, prefix):
        command = [ROOT / "bin" / "shell", *where, house.trackerinfo, "--json"]
        self.process = Process(
            command + (["--peer"] if daemon else []),
            house.folder / f"{name}.shell.log",
            env=house.environment,
            stdin=subprocess.PIPE,
            prefix=prefix,
        )
        self._read = len(self.process.said())

    def send(self, line):
        """Gives a command without waiting for its answer."""
        self.process.popen.stdin.write(line.encode() + b"\n")
        self.process.popen.stdin.flush()

    def answer(self, seconds=60):
        """The next answer."""

        def line():
            said = self.process.said()[self._read :]
            if "\n" in said:
                return said[: said.index("\n") + 1]
            return self.process.ended() and self.process.fail("ended")

        found = until(line, seconds, "an answer of bin/shell", every=0.005)
        self._read += len(found)
        try:
            answer = json.loads(found)
        except json.JSONDecodeError:
            raise Failed(f"bin/shell said {found!r}") from None
        if "error" in answer:
            raise Failed(f"bin/shell: {answer['error']['message']}")
        return answer

    def ask(self, line, seconds=60):
        self.send(line)
        return self.answer(seconds)


class Peer:
    """A user's peer: one process with a shell inside, or a daemon with a shell beside it."""

    def __init__(self, house, user, daemon):
        self.user = user
        place = house.place_of(user)
        advertised = ["--advertise", place.advertise] if place.advertise else []
        self._daemon = None
        if daemon:
            self._daemon = Process(
                [ROOT / "bin" / "peer", *advertised, place.listen, house.trackerinfo],
                house.folder / f"{user}.peer.log",
                env=house.environment,
                prefix=place.prefix,
            )
            self._daemon.await_word("ready")
        where = [place.listen] if daemon else [*advertised, place.listen]
        self.shell = Shell(house, where, user, daemon, place.prefix)

    @property
    def process(self):
        """What moves the data."""
        return self._daemon or self.shell.process

    def log_in(self, first_time):
        if first_time:
            self.shell.ask(f"create_user {self.user} {PASSWORD}")
        self.shell.ask(f"login {self.user} {PASSWORD}")

    def dismiss_shell(self):
        """Ends the shell beside a daemon, so that it takes no part in what is measured."""
        self.shell.process.stop()

    def stop(self):
        self.shell.process.stop()
        if self._daemon:
            self._daemon.stop()


@dataclass(frozen=True)
class Place:
    """Where a peer listens, what it tells others to dial, and what runs it elsewhere."""

    listen: str
    advertise: str | None = None
    prefix: tuple = ()


class House:
    """One tracker and one group, below one folder; peers are on loopback unless places says otherwise."""

    def __init__(self, folder, host="127.0.0.1", places=None):
        self.folder = folder
        self.environment = {"COTERIE_HOME": str(folder / "home")}
        self.trackerinfo = folder / "trackerinfo.txt"
        self._places = dict(places or {})
        self._known = set()
        self.trackerinfo.write_text(f"{host}:{free_port()}\n")
        command = [ROOT / "bin" / "tracker", self.trackerinfo, "1"]
        self._tracker = Process(command, folder / "tracker.log", env=self.environment)
        self._tracker.await_word("ready")

    def place_of(self, user):
        return self._places.setdefault(user, Place(f"127.0.0.1:{free_port()}"))

    def start(self, user, daemon):
        """Starts a user's peer and logs in."""
        peer = Peer(self, user, daemon)
        peer.log_in(user not in self._known)
        self._known.add(user)
        return peer

    def share(self, publisher, path):
        """Makes the group and shares a file in it."""
        publisher.shell.ask(f"create_group {GROUP}")
        publisher.shell.ask(f"upload_file {path} {GROUP}", seconds=600)

    def admit(self, publisher, member):
        member.shell.ask(f"join_group {GROUP}")
        publisher.shell.ask(f"accept_request {GROUP} {member.user}")

    def await_sources(self, peer, count):
        """Waits until the tracker tells this peer of so many sources."""

        def there():
            files = peer.shell.ask(f"list_files {GROUP}").get("files", [])
            return files and files[0].get("online_sources", 0) >= count

        until(there, 60, f"{count} sources", every=0.2)

    def stop(self):
        self._tracker.stop()
