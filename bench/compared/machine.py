"""Brings the machine into the same state before each run."""

import contextlib
import hashlib
import os
import subprocess
import sys

from .process import Failed, run

_KEEP = """
import mmap, sys
size = int(sys.argv[1])
memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
memory.madvise(mmap.MADV_NOHUGEPAGE)
for offset in range(0, size, 4096):
    memory[offset] = 1
for offset in range(0, size, 1 << 20):
    memory.madvise(mmap.MADV_DONTNEED, offset + 4096, (1 << 20) - 4096)
print("kept", flush=True)
sys.stdin.read()
"""
_KEPT = 10 << 30
_BLOCK = 1 << 20


def random_file(path, size):
    """Writes random bytes, on the disk when it returns, and returns their SHA-256 digest."""
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        left = size
        while left > 0:
            block = os.urandom(min(_BLOCK, left))
            digest.update(block)
            file.write(block)
            left -= len(block)
        os.fsync(file.fileno())
    return digest.hexdigest()


def digest(path):
    """The SHA-256 digest of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_through(path):
    """Leaves a file in the page cache."""
    buffer = bytearray(_BLOCK)
    with open(path, "rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def settle(source):
    """Nothing left to write, and the source in the page cache."""
    run(["sync"], seconds=300)
    read_through(source)


@contextlib.contextmanager
def kept_memory():
    """Keeps some GiB of free memory from being given back to the host of a virtual machine.

    Linux gives back what lies free in blocks of 2 MiB, some seconds later, and to get it again costs
    over 2 s a GiB: a price of the moment, and not of the program that pays. So one page in each MiB
    stays taken, by a process of its own that ends with this one.
    """
    size = min(_KEPT, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
    command = [sys.executable, "-c", _KEEP, str(size)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, start_new_session=True, **pipes) as keeper:
        if not keeper.stdout.readline():
            raise Failed("no memory could be kept")
        yield
