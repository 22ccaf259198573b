"""Calls of one fixed request, made by h2load: it takes a third of what a Java client does."""

import re
import shutil
import statistics
import subprocess

CONNECTIONS = 4
WARM_UP_SECONDS = 15
PREFIX_BYTES = 5

TOKEN = "bench-token-of-user-0"


def text(number, value):
    """A string field of a protobuf message, of less than 128 bytes."""
    return bytes([number << 3 | 2, len(value)]) + value.encode()


# Paths and requests. The seed has these; SOURCES is answered with ten, GROUPS with a hundred.
SOURCES = ("coterie.tracker.v1.FileService/ListSources", text(1, "bench-g7") + text(2, "bench-f7"))
GROUPS = ("coterie.tracker.v1.GroupService/ListGroups", b"")


def missing():
    """Why these measurements are left out, if they are."""
    return None if shutil.which("h2load") else "h2load is not installed (Debian: nghttp2-client)"


class Caller:
    """Calls a server on this machine whose certificate it does not check."""

    def __init__(self, address, directory):
        self.address = address
        self.body = directory / "request"
        self.log = directory / "h2load.log"

    def warm_up(self, call):
        """A tracker runs for months: what Java's compilers do in its first seconds does not count."""
        self._run(call, 64, ["-D", str(WARM_UP_SECONDS)])

    def rate(self, call, callers, seconds):
        """Calls a second and their latency, one after another by each of so many callers."""
        size = self._size(call)
        self.log.unlink(missing_ok=True)
        output = self._run(call, callers, ["-D", str(seconds), f"--log-file={self.log}"])
        done = int(re.search(r"(\d+) succeeded", output)[1])
        sent = int(re.search(r"\((\d+)\) data", output)[1])
        # An answer that says what went wrong has no content, and HTTP counts it as a success.
        if not done or abs(sent / done - size) > size / 100:
            raise SystemExit(f"bench/tracker: not all calls of {call[0]} were answered:\n{output}")
        micros = [int(line.split("\t")[2]) for line in self.log.read_text().splitlines()]
        cuts = statistics.quantiles(micros, n=100)
        return {
            "callers": callers,
            "calls": done,
            "per_second": float(re.search(r"finished in [\d.]+s, ([\d.]+) req/s", output)[1]),
            "p50_ms": round(cuts[49] / 1000, 3),
            "p99_ms": round(cuts[98] / 1000, 3),
        }

    def _size(self, call):
        """How many bytes one answer has."""
        size = int(re.search(r"\((\d+)\) data", self._run(call, 1, ["-n", "1"]))[1])
        if size < PREFIX_BYTES:
            raise SystemExit(f"bench/tracker: {call[0]} is refused")
        return size

    def _run(self, call, callers, options):
        path, message = call
        self.body.write_bytes(bytes(1) + len(message).to_bytes(4, "big") + message)
        connections = min(CONNECTIONS, callers)
        command = ["h2load", "-t", "1", "-c", str(connections), "-m", str(callers // connections), *options]
        command += ["-d", str(self.body), "-H", "content-type: application/grpc", "-H", "te: trailers"]
        command += ["-H", f"authorization: Bearer {TOKEN}", f"https://{self.address}/{path}"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode or "succeeded" not in run.stdout:
            raise SystemExit(f"bench/tracker: {command}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        return run.stdout
