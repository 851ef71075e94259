"""The guardian: a small process that clears up when the supervisor itself is killed.

It reads from a pipe which children there are; when the pipe closes, the supervisor is gone, however it went.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable

from workers.supervisor.program import Child, Program
from workers.supervisor.stopping import Leader, is_gone, stop

DEATH_SIGNAL, NAME = 1, 15
"""PR_SET_PDEATHSIG and PR_SET_NAME of Linux's prctl."""


class Guardian:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self._write, self._pid = _fork()

    @property
    def pipe(self) -> int:
        """The end that must stay open in this process alone."""
        return self._write

    def learn(self, pid: int, program: Program) -> None:
        """Let it know a child that was started."""
        self._tell(f"+ {pid} {program.patience_s} {int(program.server)}")

    def forget(self, pid: int) -> None:
        """Let it know that a child is gone."""
        self._tell(f"- {pid} 0 0")

    def keep_alive(self, children: Iterable[Child]) -> None:
        """Put another in its place if it was killed."""
        if os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            return
        os.close(self._write)
        known = [child for child in children if child.start_at_s is None]
        # It is born knowing them: telling it would leave a moment in which it knows of none.
        self._write, self._pid = _fork(_leader(child.process.pid, child.program) for child in known)

    def dismiss(self) -> None:
        """Let it go: all children are gone."""
        os.close(self._write)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _tell(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._write, f"{line}\n".encode())


def die_with(parent: int) -> None:
    """Ask Linux to end this process with its parent: for what starts while that is killed, or the guardian with it."""
    # First, or the supervisor's own handler, which this process inherited, would take the signal and live on.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _prctl(DEATH_SIGNAL, int(signal.SIGTERM))
    if os.getppid() != parent:  # it was killed before we had asked
        os._exit(1)


def name_process(name: str) -> None:
    """Let `top` and `ps` show what a forked child does, where that is possible."""
    _prctl(NAME, f"track-{name}".encode())


def _prctl(option: int, value: int | bytes) -> None:
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 -- only needed between fork and exec, only here

        ctypes.CDLL(None).prctl(option, value)


def _leader(pid: int, program: Program) -> Leader:
    return Leader(pid, program.patience_s, server=program.server)


def _fork(known: Iterable[Leader] = ()) -> tuple[int, int]:
    leaders = {leader.pid: leader for leader in known}
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(read)
        return write, pid
    os.close(write)
    try:
        _watch(read, leaders)
    finally:
        os._exit(0)


def _watch(read: int, leaders: dict[int, Leader]) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with os.fdopen(read, encoding="ascii") as lines:
        for line in lines:
            verb, pid, patience_s, server = line.split()
            leaders.pop(int(pid), None)
            if verb == "+":
                leaders[int(pid)] = Leader(int(pid), float(patience_s), server=server == "1")
    stop(leaders.values(), is_gone)
