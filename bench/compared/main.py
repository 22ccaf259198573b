"""Compares Coterie with other programs on this machine; bench/README.md says how."""

import argparse
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from . import machine, report
from .process import stop_all
from .rounds import FAILURES
from .scenarios import first_byte, hashing, link, loopback, memory, sources, swarm

SCENARIOS = {
    "loopback": loopback,
    "sources": sources,
    "first-byte": first_byte,
    "hashing": hashing,
    "link": link,
    "swarm": swarm,
    "memory": memory,
}
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def size(text):
    """A number of bytes, written like 64M or 1G."""
    found = re.fullmatch(r"([1-9]\d*)([KMG]?)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text} is not a size; write for example 64M or 1G")
    return int(found[1]) * _UNITS[found[2]]


def count(text):
    if not re.fullmatch(r"[1-9]\d*", text):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


def _parser():
    parser = argparse.ArgumentParser(prog="bench/compare", description=__doc__)
    scenarios = parser.add_subparsers(required=True, metavar="SCENARIO")
    for name, scenario in SCENARIOS.items():
        about = scenario.__doc__.strip().splitlines()[0]
        added = scenarios.add_parser(name, help=about, description=scenario.__doc__)
        added.set_defaults(run=scenario.run, scenario=name)
        added.add_argument("--size", type=size, default=scenario.SIZE, help="of the file, such as 64M")
        added.add_argument("--rounds", type=count, default=5, help="of which the median counts (5)")
        added.add_argument("--dir", type=Path, help="where to work; a folder in it is made and removed")
        added.add_argument("--json", type=Path, help="a file for all figures")
        added.add_argument("--timeout", type=count, default=600, help="seconds for one transfer (600)")
        scenario.options(added)
    return parser


def main(words):
    arguments = _parser().parse_args(words)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda sent, _: sys.exit(128 + sent))
    about = report.machine()
    base = Path(tempfile.mkdtemp(prefix="coterie-bench.", dir=arguments.dir)).resolve()
    try:
        base.chmod(0o755)
        with machine.kept_memory():
            text, found = arguments.run(arguments, base)
    except FAILURES as failure:
        print(f"bench/compare: {failure}", file=sys.stderr)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_all()
        shutil.rmtree(base, ignore_errors=True)
    print(text)
    if arguments.json:
        settings = {"scenario": arguments.scenario, "size": arguments.size, "rounds": arguments.rounds}
        report.write_json(arguments.json, {**settings, "machine": about, "results": found})
    return 1 if any("failed" in result for result in found) else 0
