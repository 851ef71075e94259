"""Children that share what the supervisor has loaded: they start at once and need little memory of their own."""

from __future__ import annotations

import os
import random
import signal
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress

from workers.supervisor.guardian import die_with, name_process
from workers.supervisor.program import Program

STDOUT, STDERR = 1, 2


class Forked:
    """A forked child, with as much of Popen as the supervisor uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        """Return the exit status (negative: the signal that ended it), or None while it runs."""
        if self._status is None:
            with suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self._status = os.waitstatus_to_exitcode(status)
        return self._status


def fork(program: Program, *, stdout: int | None, stderr: int | None, closing: Iterable[int]) -> Forked:
    """Do the work in a child that leads a session of its own, writes to these files and keeps none of `closing`."""
    sys.stdout.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return Forked(pid)
    status = 1
    try:
        die_with(parent)
        _become_independent(program.name, stdout=stdout, stderr=stderr, closing=closing)
        status = program.work() if program.work else 0
    except SystemExit as end:
        status = _status_of(end)
    except BaseException:  # noqa: BLE001 -- whatever it is must end this child, never go on as the supervisor
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
        os._exit(status)


def _become_independent(name: str, *, stdout: int | None, stderr: int | None, closing: Iterable[int]) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    name_process(name)
    for ours, theirs in ((stdout, STDOUT), (stderr, STDERR)):
        if ours is not None:
            os.dup2(ours, theirs)
    for descriptor in closing:
        os.close(descriptor)
    random.seed()


def _status_of(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1
