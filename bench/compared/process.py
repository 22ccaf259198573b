"""Processes that a run starts, and that never outlive it."""

import os
import signal
import subprocess

from . import proc
from .bounded import TimedOut, until

_running = []


class Failed(Exception):
    """A process did not do what it was started for."""


class Process:
    """One started process with its own session; its output goes to a file."""

    def __init__(self, command, log, env=None, cwd=None, stdin=subprocess.DEVNULL, prefix=()):
        self.command = [*map(str, prefix), *map(str, command)]
        self.log = log
        with open(log, "wb") as output:
            self.popen = subprocess.Popen(
                self.command,
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=cwd,
                start_new_session=True,
            )
        self.pid = self.popen.pid
        _running.append(self)

    def said(self):
        return self.log.read_text(errors="replace")

    def fail(self, what):
        raise Failed(f"{self.command[0]}: {what}; it said:\n{self.said()[-2000:]}")

    def await_word(self, word, seconds=60):
        """Waits until the output contains this word."""

        def spoken():
            if word in self.said():
                return True
            return self.ended() and self.fail(f"ended before it said {word!r}")

        try:
            until(spoken, seconds, f"{word!r} of {self.command[0]}")
        except TimedOut as late:
            self.fail(str(late))

    def ended(self):
        """Whether it has ended. It stays a zombie, whose CPU time can still be read."""
        found = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return found is not None

    def await_end(self, seconds):
        until(self.ended, seconds, f"the end of {self.command[0]}", every=0.002)
        code = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT).si_status
        if code != 0:
            self.fail(f"ended with code {code}")

    def stop(self, grace=10):
        """Ends it and all its children, by their process ids."""
        if self not in _running:
            return
        _running.remove(self)
        pids = proc.tree([self.pid])
        self.popen.terminate()
        try:
            self.popen.wait(grace)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait(10)
        for child in set(pids) - {self.pid}:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.popen.stdin:
            self.popen.stdin.close()


def stop_all():
    """Ends everything that still runs, last started first."""
    for process in reversed(list(_running)):
        process.stop()


def run(command, seconds=120, **more):
    """Runs a short helper to its end and returns what it printed."""
    try:
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=seconds, **more
        )
    except subprocess.TimeoutExpired as late:
        raise TimedOut(str(late)) from None
    if done.returncode != 0:
        raise Failed(f"{command[0]} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout
