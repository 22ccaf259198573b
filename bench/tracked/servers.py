"""The servers that are measured. Each is started by this process and ended by its id."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from compared.net import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
LIB = CHECKOUT / "dist/target/coterie/lib"
LOAD = CHECKOUT / "bench/load/target/classes"
PATIENCE = 60


def java(*arguments, heap="2g", options=()):
    """The command of one measurement of the load program."""
    home = os.environ.get("JAVA_HOME")
    program = f"{home}/bin/java" if home else "java"
    return [program, f"-Xmx{heap}", *options, "-cp", f"{LOAD}:{LIB}/*", "io.coterie.bench.load.LoadMain", *map(str, arguments)]


@contextmanager
def process(command, log, **options):
    """A process whose output goes to a file; interrupted, then killed, at the end."""
    with open(log, "ab") as output:
        running = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def await_true(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"bench/tracker: {what} did not come up in {PATIENCE} s")
        time.sleep(0.1)


def answers(port):
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


class Tracker:
    """One tracker on a store; the authority's certificate is in a file."""

    def __init__(self, directory, name, options=()):
        self.home = directory / name
        self.home.mkdir()
        self.address = f"127.0.0.1:{free_port()}"
        self.options = list(options)
        self.log = directory / f"{name}.log"
        self.info = self.home / "trackerinfo.txt"
        self.info.write_text(self.address + "\n")
        self.trust = self.home / "tracker"

    @property
    def authority(self):
        return self.trust / "ca.crt"

    @contextmanager
    def running(self):
        command = [str(CHECKOUT / "bin/tracker"), str(self.info), "1", *self.options]
        environment = {**os.environ, "COTERIE_HOME": str(self.home)}
        before = self.log.stat().st_size if self.log.exists() else 0
        with process(command, self.log, env=environment) as running:
            await_true(lambda: "ready" in self.log.read_text()[before:], "the tracker")
            yield running


@contextmanager
def postgres(directory):
    """Debian's PostgreSQL with an empty database; gives its JDBC URL, or None where it is missing."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not versions:
        yield None
        return
    binaries = versions[-1].parent
    # It refuses to run as root.
    root = os.getuid() == 0
    user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if root else {}
    data = directory / "postgres"
    data.mkdir()
    if root:
        directory.chmod(0o755)
        shutil.chown(data, "nobody", pwd.getpwnam("nobody").pw_gid)
    log = directory / "postgres.log"
    port = free_port()
    subprocess.run(
        [binaries / "initdb", "-D", data / "db", "-U", "coterie", "-A", "trust", "--no-sync", "-E", "UTF8"],
        stdout=subprocess.DEVNULL, check=True, cwd=data, **user)
    command = [binaries / "postgres", "-D", data / "db", "-h", "127.0.0.1", "-p", str(port), "-k", data]
    ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    with process(command, log, cwd=data, **user):
        await_true(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")
        subprocess.run([binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "coterie", "coterie"], check=True)
        yield f"jdbc:postgresql://127.0.0.1:{port}/coterie?user=coterie"


def resident_bytes(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ValueError(pid)


def live_heap_bytes(pid):
    """What is left of the heap after a full collection."""
    subprocess.run(["jcmd", str(pid), "GC.run"], stdout=subprocess.DEVNULL, check=True)
    answer = subprocess.run(["jcmd", str(pid), "GC.heap_info"], capture_output=True, text=True, check=True).stdout
    return sum(map(int, re.findall(r"total \d+K, used (\d+)K", answer))) * 1024
