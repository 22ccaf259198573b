"""Hashing a new share that is in the page cache, beside SHA-256 by OpenSSL on all cores."""

import hashlib
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from .. import machine, report
from ..coterie import GROUP, House

SIZE = 4 << 30
_BLOCK = 1 << 20


def options(parser):
    parser.set_defaults(rounds=3)


def run(arguments, base):
    source = base / "random.bin"
    machine.random_file(source, arguments.size)
    machine.read_through(source)
    house = House(base)
    alice = house.start("alice", daemon=True)
    shell = alice.shell
    shell.ask(f"create_group {GROUP}")
    shares, limits = [], []
    for _ in range(arguments.rounds):
        limits.append(_limit(source, arguments.size))
        # A new time of change, so that nothing that is remembered of the file can help.
        os.utime(source)
        started = time.monotonic()
        shell.ask(f"upload_file {source} {GROUP}", seconds=arguments.timeout)
        shares.append(arguments.size / (time.monotonic() - started) / 1e6)
        shell.ask(f"remove_file {GROUP} {source.name}")
    alice.stop()
    limit, share = statistics.median(limits), statistics.median(shares)
    lines = [["", "MB/s", "ratio"], ["SHA-256 on all cores", f"{limit:.0f}", ""]]
    lines.append(["upload_file", f"{share:.0f}", f"{share / limit:.2f}"])
    return report.aligned(lines), [{"limit_mb_per_second": limits, "share_mb_per_second": shares}]


def _limit(path, size):
    """MB/s at which this process reads and hashes the file with a thread per core."""
    cores = os.cpu_count()
    part = -(-size // cores // _BLOCK) * _BLOCK

    def hashed(start):
        digest, buffer = hashlib.sha256(), bytearray(_BLOCK)
        with open(path, "rb", buffering=0) as file:
            file.seek(start)
            for _ in range(part // _BLOCK):
                digest.update(memoryview(buffer)[: file.readinto(buffer)])
        return digest

    started = time.monotonic()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(hashed, range(0, size, part)))
    return size / (time.monotonic() - started) / 1e6
