"""Lifts that do not get on: the same one not done as planned, session after session. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.progression.replay.results import is_failure, result_of

STALLED_AFTER = 2
"""Failures of a lift, one after the other, that make it a stalled one."""


@dataclass(frozen=True)
class Trained:
    """What one finished session asked for and got."""

    plan_id: UUID
    finished_at: datetime
    planned: Mapping[str, Any]
    done: Mapping[str, Any]
    is_excused: bool
    """Whether it was said why it fell short; then it counts neither way."""


@dataclass(frozen=True)
class Stalled:
    """A row of a plan that does not get on."""

    plan_id: UUID
    track: str
    times: int
    since_at: datetime


@dataclass(frozen=True)
class Stall:
    """A lift that does not get on, by name."""

    exercise: str
    times: int
    since_at: datetime


def stalled_in(sessions: Sequence[Trained]) -> list[Stalled]:
    """Return the lifts that failed each time of late, of sessions in the order in which they were done."""
    verdicts: dict[tuple[UUID, str], list[tuple[datetime, bool]]] = defaultdict(list)
    for session in sessions:
        if not session.is_excused:
            for track, failed in _verdicts(session):
                verdicts[session.plan_id, track].append((session.finished_at, failed))
    return [
        Stalled(plan_id, track, times, found[-1][0])
        for (plan_id, track), found in verdicts.items()
        if (times := _failures_at_end(found)) >= STALLED_AFTER
    ]


def _verdicts(session: Trained) -> Iterator[tuple[str, bool]]:
    for track, done in session.done.items():
        planned = session.planned.get(track)
        if planned and not isinstance(done, Mapping):
            yield track, is_failure(result_of(planned=planned, done=done))


def _failures_at_end(found: Sequence[tuple[datetime, bool]]) -> int:
    times = 0
    for _, failed in reversed(found):
        if not failed:
            break
        times += 1
    return times
