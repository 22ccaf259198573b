"""libtorrent through its Python binding, with SHA-256 (v2) torrents."""

import subprocess
import sys
from pathlib import Path

from ..bounded import until
from ..net import free_port
from ..process import Failed, Process, run
from .rival import Rival

NODE = Path(__file__).with_name("torrent_node.py")
_WIRES = {
    "plain": "in the clear, SHA-256",
    "rc4": "RC4 obfuscation, SHA-256",
    "ssl": "TLS, SHA-256",
}


class Torrent(Rival):
    def __init__(self, mode, sources=1, behind=None):
        """With behind, a pair of ports, the one source listens on the first and is reached by the second."""
        self.name = f"libtorrent {mode}" + ("" if sources == 1 else f" {sources} sources")
        self.wire = _WIRES[mode]
        self._mode = mode
        self._sources = sources
        self._behind = behind

    def missing(self):
        try:
            run([sys.executable, "-c", "import libtorrent"])
        except Failed:
            return ["python3-libtorrent"]
        return []

    def prepare(self, site):
        super().prepare(site)
        self._folder = site.folder(self.name.replace(" ", "-"))
        self._torrent = self._folder / "it.torrent"
        command = [sys.executable, NODE, "make", site.source, self._torrent]
        if self._mode == "ssl":
            _authority(self._folder, site.source.name)
            command.append(self._folder / "ca.pem")
        run(command, seconds=300)

    def start_seed(self):
        ports = self._behind[:1] if self._behind else [free_port() for _ in range(self._sources)]
        self._dialled = self._behind[1:] if self._behind else ports
        return [self._node("seed", self.site.source.parent, port) for port in ports]

    def start_leech(self, destination):
        self._leech = self._node("leech", destination, free_port(), *self._dialled)
        return [self._leech]

    def _node(self, role, folder, port, *more):
        log = self._folder / f"{role}-{port}.log"
        own, *others = [f"127.0.0.1:{port}" for port in (port, *more)]
        command = [sys.executable, NODE, role, self._torrent, folder, own, self._mode, self._folder, *others]
        node = self.started(Process(command, log, stdin=subprocess.PIPE))
        node.await_word("ready")
        return node

    def order(self, destination):
        self._leech.popen.stdin.write(b"go\n")
        self._leech.popen.stdin.flush()

    def wait(self, seconds):
        def done():
            return "done" in self._leech.said() or self._leech.ended() and self._leech.fail("ended")

        until(done, seconds, f"the download of {self.name}", every=0.005)


def _authority(folder, name):
    """What an SSL torrent needs: an authority, and one certificate for the torrent's name."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    own = ["-x509", "-days", "30", "-subj", "/CN=bench"]
    run(["openssl", "req", *own, *curve, "-keyout", ca_key, "-out", ca])
    request, extension = folder / "peer.csr", folder / "peer.ext"
    run(["openssl", "req", *curve, "-subj", f"/CN={name}", "-keyout", folder / "peer.key", "-out", request])
    extension.write_text(f"subjectAltName=DNS:{name}\n")
    sign = ["openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial"]
    run([*sign, "-days", "30", "-extfile", extension, "-out", folder / "peer.pem"])
    group = ["-pkeyopt", "group:ffdhe2048", "-out", folder / "dh.pem"]
    run(["openssl", "genpkey", "-genparam", "-algorithm", "DH", *group])
