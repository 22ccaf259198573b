"""The little of BitTorrent that aria2 needs from outside: a torrent, and a tracker."""

import hashlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

_PIECE = 1 << 20


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    inside = [bencode(part) for key in sorted(value) for part in (key.encode(), value[key])]
    return b"d" + b"".join(inside) + b"e"


def torrent(file, announce):
    """A torrent of the first version, whose pieces of 1 MiB have SHA-1 digests."""
    with open(file, "rb") as content:
        pieces = b"".join(hashlib.sha1(piece).digest() for piece in iter(lambda: content.read(_PIECE), b""))
    info = {
        "length": file.stat().st_size,
        "name": file.name.encode(),
        "piece length": _PIECE,
        "pieces": pieces,
    }
    return bencode({"announce": announce.encode(), "info": info})


class Tracker:
    """Tells each peer that announces itself of all others. It serves one torrent."""

    def __init__(self, host="127.0.0.1"):
        self.peers = set()
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self.url = f"http://{host}:{self._server.server_port}/announce"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(tracker):  # noqa: N805
        class Announce(BaseHTTPRequestHandler):
            def do_GET(self):
                query = dict(parse_qsl(urlsplit(self.path).query, errors="replace"))
                peer = socket.inet_aton(self.client_address[0]) + int(query["port"]).to_bytes(2, "big")
                if query.get("event") == "stopped":
                    tracker.peers.discard(peer)
                else:
                    tracker.peers.add(peer)
                others = b"".join(sorted(tracker.peers - {peer}))
                body = bencode({"interval": 60, "min interval": 5, "peers": others})
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Announce

    def close(self):
        self._server.shutdown()
        self._server.server_close()
