"""The machine's limit: a few lines of C over OpenSSL."""

import hashlib
import shutil
from pathlib import Path

from ..net import certificate, free_port
from ..process import Process, run
from .rival import Rival

_PIECE = 1 << 20
_HEADER = Path("/usr/include/openssl/ssl.h")


class Limit(Rival):
    name = "limit"
    wire = "TLS 1.3, SHA-256 per piece"
    starts_with_order = True
    programs = (("cc", "build-essential"), ("openssl", "openssl"))

    def missing(self):
        return super().missing() + ([] if _HEADER.exists() else ["libssl-dev"])

    def prepare(self, site):
        super().prepare(site)
        self._folder = site.folder("limit")
        self._program = self._folder / "limit"
        source = Path(__file__).with_name("limit.c")
        run([shutil.which("cc"), "-O2", "-Wall", "-o", self._program, source, "-lssl", "-lcrypto"])
        self._certificate, self._key = certificate(self._folder)
        self._hashes = self._folder / "hashes"
        with open(site.source, "rb") as file, open(self._hashes, "wb") as hashes:
            while piece := file.read(_PIECE):
                hashes.write(hashlib.sha256(piece).digest())

    def start_seed(self):
        self._port = free_port()
        command = [self._program, "seed", self._port, self.site.source, self._certificate, self._key]
        seed = self.started(Process(command, self._folder / "seed.log"))
        seed.await_word("ready")
        return [seed]

    def start_leech(self, destination):
        command = [self._program, "leech", self._port, self._hashes, self.arrived(destination)]
        self._leech = self.started(Process(command, self._folder / "leech.log"))
        return [self._leech]

    def wait(self, seconds):
        self._leech.await_end(seconds)
