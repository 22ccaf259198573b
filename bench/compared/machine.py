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
_TOUCHED = 1 << 30
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


def touch(file_size):
    """Touches as much memory as a copy of the file and the programs need, and gives it back at once.

    A virtual machine pays 2 s a GiB for memory that it has never touched, or that it was free for so
    long that the host has taken it back: a price of the moment, and not of the program that pays.
    It is touched in a process of its own, so that this one's size stays out of its children.
    """
    run([sys.executable, "-c", _TOUCH, min(file_size, _TOUCHED) + 2 * _TOUCHED], seconds=300)
