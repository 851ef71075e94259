"""Stopping processes in order: ask, ask again, kill; the server last."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from workers.supervisor.program import SECOND_WAIT_S

LOOK_EVERY_S = 0.03


@dataclass
class Leader:
    """A process that leads a group of its own, and how often it was asked to end."""

    pid: int
    patience_s: float
    server: bool
    asked: int = 0

    def press(self, waited_s: float) -> None:
        """Ask it to end, once more, or kill its group: whatever is due after this long."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if waited_s > self.patience_s + SECOND_WAIT_S:
                os.killpg(self.pid, signal.SIGKILL)
            elif self.asked < 1 + (waited_s > self.patience_s):
                self.asked += 1
                os.kill(self.pid, signal.SIGTERM)


def stop(leaders: Iterable[Leader], has_ended: Callable[[int], bool]) -> None:
    """Stop them all; return when they are gone. `has_ended` says whether one is, and buries it where it can."""
    everyone = list(leaders)
    for last in (False, True):
        batch = [leader for leader in everyone if leader.server is last]
        began_s = time.monotonic()
        while batch := [leader for leader in batch if not has_ended(leader.pid)]:
            for leader in batch:
                leader.press(time.monotonic() - began_s)
            time.sleep(LOOK_EVERY_S)


def kill_group(pid: int) -> None:
    """Kill what a dead leader left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def is_gone(pid: int) -> bool:
    """Return whether a process that is not ours to bury has ended; then end its group."""
    gone = _has_vanished(pid)
    if gone:
        kill_group(pid)
    return gone


def _has_vanished(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except ProcessLookupError:
        return True
    except OSError:  # there is no /proc: a system whose first process buries at once
        return False
    return stat.rpartition(")")[2].split()[0] == "Z"  # a first process that buries late
