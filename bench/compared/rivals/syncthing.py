"""Syncthing between two folders; no relay, no discovery, no reports."""

import json
import os
import shutil
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

from ..bounded import until
from ..net import free_port
from ..process import Process, run
from .rival import Rival

_KEY = "bench"
_FOLDER = "bench"
_OPTIONS = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "crashReportingEnabled": "false",
    "startBrowser": "false",
    "urAccepted": "-1",
    "autoUpgradeIntervalH": "0",
    "stunKeepaliveStartS": "0",
}


class Syncthing(Rival):
    name = "syncthing"
    wire = "TLS 1.3, SHA-256 per block"
    programs = (("syncthing", "syncthing"),)

    def prepare(self, site):
        super().prepare(site)
        self._folder = site.folder("syncthing")
        shared = site.folder("syncthing/shared")
        os.link(site.source, shared / site.source.name)
        seed, leech = _Node(self._folder / "seed"), _Node(self._folder / "leech")
        seed.configure(leech, shared, "sendonly", paused=False)
        self._seed, self._leech = seed, leech
        try:
            self._start(seed)
            until(lambda: seed.local_bytes() == site.size, 600, "the scan of Syncthing")
        finally:
            self.stop()

    def start_seed(self):
        self._start(self._seed)
        until(lambda: self._seed.local_bytes() == self.site.size, 60, "Syncthing's folder")
        return [self._seed.process]

    def start_leech(self, destination):
        self._leech.forget()
        self._leech.configure(self._seed, destination, "receiveonly", paused=True)
        return [self._start(self._leech)]

    def _start(self, node):
        self.started(node.start())
        until(node.answers, 60, "the REST interface of Syncthing")
        return node.process

    def order(self, destination):
        self._copy = self.arrived(destination)
        self._leech.ask(f"config/devices/{self._seed.device}", {"paused": False})
        until(self._moves, 60, "Syncthing's transfer")
        return time.monotonic()

    def _moves(self):
        return self._leech.status().get("state") == "syncing" or self._copy.exists()

    def wait(self, seconds):
        until(self._copy.exists, seconds, "the download of Syncthing", every=0.003)


class _Node:
    """One device: its home, its addresses, its REST interface."""

    def __init__(self, home):
        self._home = home
        self._log = home.with_suffix(".log")
        self.port, self._rest = free_port(), free_port()
        self.process = None
        run(["syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"])
        self.device = run(["syncthing", "--device-id", f"--home={home}"]).split()[-1]

    def configure(self, other, path, kind, paused):
        """Writes the configuration: one folder shared with one other device."""
        file = self._home / "config.xml"
        root = xml.parse(file).getroot()
        for old in [*root.findall("device"), *root.findall("folder")]:
            root.remove(old)
        for device in (self, other):
            entry = xml.SubElement(root, "device", id=device.device, name="", compression="never")
            xml.SubElement(entry, "address").text = f"tcp://127.0.0.1:{device.port}"
            xml.SubElement(entry, "paused").text = str(paused and device is other).lower()
        folder = xml.SubElement(root, "folder", id=_FOLDER, path=str(path), type=kind)
        folder.attrib |= {"fsWatcherEnabled": "false", "rescanIntervalS": "0"}
        for device in (self, other):
            xml.SubElement(folder, "device", id=device.device)
        gui = root.find("gui")
        gui.find("address").text = f"127.0.0.1:{self._rest}"
        gui.find("apikey").text = _KEY
        options = root.find("options")
        for name, value in {**_OPTIONS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            for old in options.findall(name):
                options.remove(old)
            xml.SubElement(options, name).text = value
        xml.ElementTree(root).write(file)

    def forget(self):
        """Removes what it knows of the folder."""
        for index in self._home.glob("index-*"):
            shutil.rmtree(index)

    def start(self):
        command = ["syncthing", "serve", f"--home={self._home}", "--no-browser", "--no-restart"]
        self.process = Process(command, self._log, env={"STNOUPGRADE": "1"})
        return self.process

    def answers(self):
        try:
            return self.ask("system/ping")
        except (urllib.error.URLError, ConnectionError):
            return self.process.ended() and self.process.fail("ended")

    def ask(self, path, change=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._rest}/rest/{path}",
            data=None if change is None else json.dumps(change).encode(),
            method="GET" if change is None else "PATCH",
            headers={"X-API-Key": _KEY},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            body = response.read()
        return json.loads(body) if body else {}

    def status(self):
        return self.ask(f"db/status?folder={_FOLDER}")

    def local_bytes(self):
        status = self.status()
        return status.get("localBytes") if status.get("state") == "idle" else None
