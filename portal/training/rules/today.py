"""Which session an athlete sees first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar


class Dated(Protocol):
    """What is known of a session that is due."""

    @property
    def on(self) -> date:
        """The planned day."""

    @property
    def is_finished(self) -> bool:
        """Whether it was logged to its end."""

    @property
    def is_begun(self) -> bool:
        """Whether something is logged."""

    @property
    def is_excused(self) -> bool:
        """Whether it need not be done."""


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Agenda(Generic[D]):
    """The session to do now, if any, and what stands around it."""

    now: D | None
    late: tuple[D, ...]
    done_today: tuple[D, ...]
    coming: tuple[D, ...]


def choose(due: Sequence[D], *, today: date) -> Agenda[D]:
    """Return the agenda: what was begun comes first, then today's, in the order of the plan.

    A session finished today stays on the page, so that closing it is seen to have worked.
    """
    waiting = [s for s in due if not s.is_finished and not s.is_excused]
    begun = [s for s in waiting if s.is_begun]
    todays = [s for s in waiting if s.on == today]
    done = tuple(s for s in due if s.is_finished and s.on == today)
    now = next(iter((*begun, *todays)), None)
    late = tuple(s for s in waiting if s.on < today and s is not now)
    coming = tuple(s for s in waiting if (s.on > today or s in todays) and s is not now)
    return Agenda(now or next(iter(done), None), late, done, coming)
