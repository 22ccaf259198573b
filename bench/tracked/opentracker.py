"""How many announces a second opentracker answers over plain HTTP, asked by wrk."""

import re
import shutil
import subprocess

from compared.net import free_port

from . import servers

SCRIPT = """
local n = 0
request = function()
  n = n + 1
  local hash = string.format("%020d", n % 1000)
  local peer = string.format("%020d", n % 10000)
  return wrk.format("GET", "/announce?info_hash=" .. hash .. "&peer_id=" .. peer
    .. "&port=" .. (1024 + n % 60000) .. "&uploaded=0&downloaded=0&left=0&compact=1&numwant=10")
end
"""


def announces(directory, seconds):
    """Announces a second with 64 connections, or why there is no such figure."""
    if not shutil.which("opentracker") or not shutil.which("wrk"):
        return {"missing": "opentracker or wrk is not installed"}
    script = directory / "announce.lua"
    script.write_text(SCRIPT)
    port = free_port()
    command = ["opentracker", "-i", "127.0.0.1", "-p", str(port), "-P", str(port)]
    with servers.process(command, directory / "opentracker.log"):
        servers.await_true(lambda: servers.answers(port), "opentracker")
        run = subprocess.run(
            ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}"],
            capture_output=True, text=True, check=False)
    found = re.search(r"Requests/sec:\s+([\d.]+)", run.stdout)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", run.stdout)
    if not found or failed:
        return {"missing": run.stdout[-500:] + run.stderr[-500:]}
    return {"per_second": float(found[1])}
