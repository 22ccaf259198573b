"""Runs the measurements one after another and prints them as a table and as JSON."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from compared.net import free_port
from compared.proc import cpu_seconds

from . import h2load, servers
from .opentracker import announces
from .report import table

# A new content for each call, so made by the load program.
OPERATIONS = ["login", "share_file", "attach"]
# The same request each time, so made by h2load.
READS = {"list_groups": h2load.GROUPS, "list_sources": h2load.SOURCES}
CALLERS = (1, 64)
LEAST_ACCOUNTS = 1_000
# The first accounts of the seed, which hold its files.
SHARERS = 10
IDLE_SECONDS = 15


def measure(*arguments):
    """One run of the load program, as what it prints."""
    run = subprocess.run(servers.java(*arguments), capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"bench/tracker: {arguments}:\n{run.stderr[-3000:]}")
    return json.loads(run.stdout.splitlines()[-1])


def reads(address, directory, calls, seconds):
    """Calls that h2load makes."""
    if h2load.missing():
        return
    caller = h2load.Caller(address, directory)
    for name, call in calls.items():
        caller.warm_up(call)
        for callers in CALLERS:
            yield {"operation": name, **caller.rate(call, callers, seconds)}


def rates(tracker, store, directory, seconds):
    for row in reads(tracker.address, directory, READS, seconds):
        yield {"store": store, **row}
    for operation in OPERATIONS:
        for callers in CALLERS:
            row = measure("rate", tracker.address, tracker.authority, operation, callers, seconds)
            yield {"store": store, **row}


def empty(directory, seconds):
    address = f"127.0.0.1:{free_port()}"
    # As bin/tracker starts a tracker.
    command = servers.java("empty", address, directory / "empty.crt", heap="192m", options=["-XX:+UseSerialGC"])
    with servers.process(command, directory / "empty.log", stdin=subprocess.PIPE):
        servers.await_true(lambda: "serving" in (directory / "empty.log").read_text(), "the empty server")
        for row in reads(address, directory, {"empty": h2load.SOURCES}, seconds):
            yield {"store": "none", **row}


def sizes(tracker, store, jdbc, directory, rows, seconds):
    """ListSources as the table grows."""
    for count in rows:
        measure("seed", jdbc, LEAST_ACCOUNTS, count)
        for row in reads(tracker.address, directory, {"list_sources": h2load.SOURCES}, seconds):
            yield {"store": store, "rows": count, **row}


def crowd(tracker, pid, jdbc, peers):
    """What a tracker needs for each peer that is attached and idle."""
    measure("seed", jdbc, peers + SHARERS, 10_000)
    before = servers.resident_bytes(pid), servers.live_heap_bytes(pid)
    command = servers.java("attach", tracker.address, tracker.authority, peers, heap="4g")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as attached:
        answer = json.loads(attached.stdout.readline() or "{}")
        if answer:
            heap = servers.live_heap_bytes(pid)
            answer["resident_per_peer"] = (servers.resident_bytes(pid) - before[0]) // peers
            answer["heap_per_peer"] = (heap - before[1]) // peers
            begin = cpu_seconds([pid])
            time.sleep(IDLE_SECONDS)
            answer["idle_cores"] = round((cpu_seconds([pid]) - begin) / IDLE_SECONDS, 3)
        attached.stdin.close()
    return answer


def trackers(directory, chosen):
    """The stores that are here: name, tracker, and the URL for rows that are put in directly."""
    tracker = servers.Tracker(directory, "sqlite")
    if "sqlite" in chosen:
        yield "sqlite", tracker, f"jdbc:sqlite:{tracker.home}/tracker/coterie.db"
    if "postgresql" in chosen:
        with servers.postgres(directory) as url:
            if url is None:
                print("no PostgreSQL here; it is left out", file=sys.stderr)
                return
            # Made by the first tracker as it starts: a cluster's keys are supplied.
            trust = tracker.trust
            if "sqlite" not in chosen:
                with tracker.running():
                    pass
            store = url.split("?")[0]
            options = ["--store", store, "--store-user", "coterie", "--trust", str(trust)]
            tracker = servers.Tracker(directory, "postgresql", options)
            tracker.trust = trust
            yield "postgresql", tracker, url


def main(arguments):
    parser = argparse.ArgumentParser(prog="bench/tracker", description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="each figure's time, after some to warm up")
    parser.add_argument("--stores", default="sqlite,postgresql")
    parser.add_argument("--rows", default="10000,1000000", help="sizes of the share table")
    parser.add_argument("--peers", type=int, default=5_000, help="idle peers, at least 1000")
    parser.add_argument("--only", default="rates,sizes,crowd,opentracker", help="which measurements")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(arguments)
    if not servers.LIB.is_dir() or not servers.LOAD.is_dir():
        sys.exit("bench/tracker: not built yet; run ./mvnw -DskipTests package")
    directory = Path(tempfile.mkdtemp(prefix="coterie-tracker-"))
    only = options.only.split(",")
    rows = [int(count) for count in options.rows.split(",")]
    if h2load.missing():
        print(f"{h2load.missing()}; calls that only read are left out", file=sys.stderr)
    figures = {"rates": [], "sizes": [], "crowd": [], "opentracker": {}}
    try:
        if "rates" in only or "sizes" in only:
            figures["rates"] += empty(directory, options.seconds)
        for store, tracker, jdbc in trackers(directory, options.stores.split(",")):
            with tracker.running():
                measure("seed", jdbc, LEAST_ACCOUNTS, 10_000)
                if "rates" in only:
                    figures["rates"] += rates(tracker, store, directory, options.seconds)
                if "sizes" in only:
                    figures["sizes"] += sizes(tracker, store, jdbc, directory, rows, options.seconds)
            if "crowd" in only:
                with tracker.running() as running:
                    figures["crowd"].append({"store": store, **crowd(tracker, running.pid, jdbc, options.peers)})
        if "opentracker" in only:
            figures["opentracker"] = announces(directory, options.seconds)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
        if options.json:
            options.json.write_text(json.dumps(figures, indent=1) + "\n")
    print(table(figures))
    return 0
