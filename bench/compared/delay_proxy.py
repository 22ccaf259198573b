"""A TCP proxy that makes a link long: delay_proxy.py LISTEN HOST:PORT MBIT ROUND_TRIP_MS COUNTS

Each direction of each connection passes at most the rate and arrives half a round trip later. All
connections share one rate in each direction. Ten times a second the bytes that have been passed back
to the clients are appended to COUNTS, each line with the monotonic time.
"""

import socket
import sys
import threading
import time
from collections import deque

_BLOCK = 128 << 10


class Line:
    """One direction of the link: when the next bytes may leave it."""

    def __init__(self, bytes_per_second, delay):
        self._rate = bytes_per_second
        self._free = 0.0
        self._lock = threading.Lock()
        self.delay = delay
        self.passed = 0
        # What is under way, and as much again for what waits in front of a real link.
        self.room = max(int(bytes_per_second * delay * 2), 4 * _BLOCK)

    def due(self, count):
        """When bytes that came now arrive at the other end."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + count / self._rate
            return self._free + self.delay


class Pipe:
    """One direction of one connection."""

    def __init__(self, source, target, line):
        self._source, self._target, self._line = source, target, line
        self._queue, self._size = deque(), 0
        self._changed = threading.Condition()
        for work in (self._take, self._give):
            threading.Thread(target=work, daemon=True).start()

    def _take(self):
        data = True
        while data:
            try:
                data = self._source.recv(_BLOCK)
            except OSError:
                data = b""
            with self._changed:
                self._changed.wait_for(lambda: self._size < self._line.room)
                self._queue.append((self._line.due(len(data)), data))
                self._size += len(data)
                self._changed.notify_all()

    def _give(self):
        data, works = True, True
        while data:
            with self._changed:
                self._changed.wait_for(lambda: self._queue)
                due, data = self._queue.popleft()
            time.sleep(max(0, due - time.monotonic()))
            try:
                if works and data:
                    self._target.sendall(data)
                elif works:
                    self._target.shutdown(socket.SHUT_WR)
            except OSError:
                # Goes on taking, so that nothing waits for room for ever.
                works = False
                self._source.close()
            with self._changed:
                self._size -= len(data)
                self._changed.notify_all()
            self._line.passed += len(data)


def _count(line, path):
    with open(path, "w", buffering=1) as counts:
        while True:
            counts.write(f"{time.monotonic():.3f} {line.passed}\n")
            time.sleep(0.1)


def main(listen, target, mbit, round_trip, counts):
    rate, delay = float(mbit) * 1e6 / 8, float(round_trip) / 2000
    up, down = Line(rate, delay), Line(rate, delay)
    threading.Thread(target=_count, args=(down, counts), daemon=True).start()
    host, _, port = target.rpartition(":")
    with socket.create_server(("127.0.0.1", int(listen))) as server:
        print("ready", flush=True)
        while True:
            client = server.accept()[0]
            try:
                beyond = socket.create_connection((host, int(port)))
            except OSError:
                client.close()
                continue
            for end in (client, beyond):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            Pipe(client, beyond, up)
            Pipe(beyond, client, down)


if __name__ == "__main__":
    main(*sys.argv[1:])
