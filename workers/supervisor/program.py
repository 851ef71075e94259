"""A program the supervisor runs: what to start, and how it is to be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

PATIENCE_S = 2.5
"""Between asking a program to end and asking again; a worker then gives up its job, which is done later."""
SECOND_WAIT_S = 1.0
"""Between asking again and killing."""


class CannotStart(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True)
class Program:
    """What to run: a command, or work that a forked child does with everything already loaded.

    The `server` is stopped last, because the others need it to finish.
    """

    name: str
    argv: tuple[str, ...] = ()
    work: Callable[[], int] | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    patience_s: float = PATIENCE_S
    server: bool = False


class Running(Protocol):
    """A process as the supervisor sees it."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""


@dataclass
class Child:
    """A running program, or a dead one that is started again at `start_at_s`."""

    program: Program
    process: Running
    deaths_s: list[float] = field(default_factory=list)
    start_at_s: float | None = None
