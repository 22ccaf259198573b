"""Peak memory of both sides for a large sparse file.

Needs as much free disk space as the file is large, and reads the file four times.
"""

import shutil

from .. import machine
from ..process import Failed
from ..rivals.coterie import Coterie
from ..rivals.rival import Site
from . import loopback

SIZE = 64 << 30


def options(parser):
    parser.set_defaults(rounds=1, timeout=3600, warm_up=0)


def run(arguments, base):
    free = shutil.disk_usage(base).free
    if free < arguments.size + (2 << 30):
        raise Failed(f"{base} has {free >> 30} GiB free; choose another --dir or a smaller --size")
    source = base / "sparse.bin"
    with open(source, "wb") as file:
        file.truncate(arguments.size)
    site = Site(base, source, arguments.size, machine.digest(source))
    chosen = [Coterie(warm=True)]
    return loopback.play(chosen, site, arguments, [chosen[0].name])
