"""What the comparison asks of a program that moves a file from a seed to a leech."""

import abc
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """What all rivals move, and where they may write."""

    base: Path
    source: Path
    size: int
    digest: str

    def folder(self, name):
        """A folder of a rival's own; made when missing."""
        folder = self.base / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class Rival(abc.ABC):
    """One program in one mode. Calls come in the order of the methods, the last five in each round."""

    name: str
    """Names it in tables and on the command line."""

    wire: str
    """What protects the bytes under way, and what checks them on arrival."""

    programs: tuple = ()
    """What must be installed, by command name, with the Debian package that has it."""

    keeps_running = False
    """Whether its processes outlive a round, so that start-up is not part of its figures."""

    starts_with_order = False
    """Whether the leech's process is given its order when it starts."""

    def missing(self):
        """The packages that it lacks on this machine."""
        return [package for program, package in self.programs if not shutil.which(program)]

    def prepare(self, site):
        """Does once what a publisher does before anyone can fetch: hash, make a torrent. Untimed."""
        self.site = site
        self._processes = []

    def started(self, process):
        """Remembers a process that ends with the round."""
        self._processes.append(process)
        return process

    @abc.abstractmethod
    def start_seed(self):
        """Starts the sources, waits until they serve, and returns their processes. Untimed."""

    @abc.abstractmethod
    def start_leech(self, destination):
        """Starts what fetches, waits until it takes orders, and returns its processes."""

    def order(self, destination):
        """Orders the transfer; may return a later monotonic time from which it counts."""

    @abc.abstractmethod
    def wait(self, seconds):
        """Waits until the program says that all of the file has arrived."""

    def arrived(self, destination):
        """Where the copy is."""
        return destination / self.site.source.name

    def stop(self):
        """Ends the processes of this round, last started first."""
        while self._processes:
            self._processes.pop().stop()

    def close(self):
        """Ends whatever outlived the rounds."""
