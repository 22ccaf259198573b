"""Brings the machine into the same state before each run."""

import hashlib
import os
import sys

from .process import run

_TOUCH = """
import mmap, sys
memory = mmap.mmap(-1, int(sys.argv[1]))
for offset in range(0, len(memory), 4096):
    memory[offset] = 1
"""
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


def settle(source, spare):
    """Nothing left to write, the source in the page cache, and this many bytes of memory touched.

    Memory that a virtual machine has never touched costs seconds per GiB, and so lies in the first
    runs. It is touched in a process of its own, so that this one's size stays out of its children.
    """
    run(["sync"], seconds=300)
    run([sys.executable, "-c", _TOUCH, spare], seconds=300)
    read_through(source)
