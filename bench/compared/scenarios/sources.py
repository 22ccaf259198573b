"""Three sources beside one, and one slow source beside two fast ones.

All share one machine, so three sources cannot be faster than one; they should not be slower either.
"""

from ..rivals.aria2 import Aria2
from ..rivals.coterie import Coterie
from ..rivals.torrent import Torrent
from . import loopback

SIZE = 1 << 30
SLOW = 4 << 20


def options(parser):
    parser.add_argument("--warm-up", type=int, default=3, help="transfers per source before the rounds (3)")


def run(arguments, base):
    chosen = [
        Coterie(warm=True),
        Coterie(warm=True, sources=3),
        Coterie(warm=True, sources=3, slow=SLOW),
        Torrent("plain", sources=3),
        Aria2(sources=3),
    ]
    return loopback.compare(chosen, arguments, base, [chosen[0].name])
