"""Machines on one switch, each with a link of its own: network namespaces on a bridge."""

import os
from pathlib import Path

from .process import run

_SUBNET = "10.213.77"
SWITCH = f"{_SUBNET}.1"


class Node:
    """One machine: its address, and what to put before a command to run it there."""

    def __init__(self, number, mbit, loss):
        self._mark = f"{os.getpid()}-{number}"
        self._name = f"bench-{self._mark}"
        self._port = f"b{self._mark}"
        self.address = f"{_SUBNET}.{number + 10}"
        self.prefix = ("ip", "netns", "exec", self._name)
        run(["ip", "netns", "add", self._name])
        try:
            self._wire(mbit, loss)
        except BaseException:
            self.remove()
            raise

    def _wire(self, mbit, loss):
        port, bridge = self._port, _bridge()
        run(["ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", self._name])
        run(["ip", "link", "set", port, "master", bridge, "up"])
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "address", "add", f"{self.address}/24", "dev", "eth0")
        self.run("ip", "link", "set", "eth0", "up")
        shape = ["root", "tbf", "rate", f"{mbit}mbit", "burst", "64kb"]
        # A host's own queue is long and does not drop; a switch's holds a tenth of a second.
        self.run("tc", "qdisc", "add", "dev", "eth0", *shape, "limit", "8mb")
        run(["tc", "qdisc", "add", "dev", port, *shape, "latency", "100ms"])
        if loss:
            chain = "{ type filter hook input priority 0; }"
            self.run("nft", "add table inet bench")
            self.run("nft", f"add chain inet bench arriving {chain}")
            share = f"numgen random mod 10000 < {round(loss * 100)}"
            self.run("nft", f"add rule inet bench arriving iifname eth0 {share} drop")

    def run(self, *command):
        return run([*self.prefix, *command])

    def sent(self):
        """How many bytes it has sent, with all headers."""
        return int(Path(f"/sys/class/net/{self._port}/statistics/rx_bytes").read_text())

    def remove(self):
        run(["ip", "netns", "delete", self._name])


class Net:
    """So many nodes, each with this rate up and the same down; loss is a percentage of what arrives."""

    def __init__(self, count, mbit, loss=0):
        self.nodes = []
        self._settings = (count, mbit, loss)

    def __enter__(self):
        count, mbit, loss = self._settings
        run(["ip", "link", "add", _bridge(), "type", "bridge"])
        try:
            run(["ip", "address", "add", f"{SWITCH}/24", "dev", _bridge()])
            run(["ip", "link", "set", _bridge(), "up"])
            for number in range(count):
                self.nodes.append(Node(number, mbit, loss))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for node in self.nodes:
            node.remove()
        run(["ip", "link", "delete", _bridge()])


def _bridge():
    return f"bench{os.getpid()}"
