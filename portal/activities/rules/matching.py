"""Which planned session an activity was, and how much of it was done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.activities.rules.sports import Sport
from portal.training.rules.logs import is_steps, planned_metres, planned_seconds
from portal.training.rules.sessions import Outcome, SessionKind, outcome_of

Works = Mapping[str, Sequence[Mapping[str, Any]]]
"""A prescription: what to do, by track."""

MOST_PCT = 999
EARLIER, LATER = timedelta(days=7), timedelta(days=1)
"""So long before and after the day of an activity a session may be planned to be offered for pairing."""
FITS: Mapping[Sport, frozenset[SessionKind]] = {
    Sport.RUN: frozenset({SessionKind.ENDURANCE, SessionKind.MIXED}),
    Sport.STRENGTH: frozenset({SessionKind.STRENGTH, SessionKind.MIXED}),
}
"""What may be paired. Endurance sessions of plans are runs; a ride on that day is something else."""
OFFERS: Mapping[Sport, frozenset[SessionKind]] = {**FITS, Sport.OTHER: frozenset(SessionKind)}
"""What is offered to people: of a recording that says no sport, they know what it was."""


class MatchedBy(StrEnum):
    """Who paired an activity with a planned session, or said that it belongs to none."""

    AUTOMATIC = "automatic"
    PERSON = "person"


@dataclass(frozen=True)
class Asked:
    """How much endurance a planned session asks for; 0 where nobody can know."""

    seconds: float = 0.0
    metres: float = 0.0
    by_distance: bool = False


def window(done_on: date) -> tuple[date, date]:
    """Return the first and the last day of the sessions that are offered for an activity of this day."""
    return done_on - EARLIER, done_on + LATER


def is_offered(sport: Sport, *, done_on: date, kind: SessionKind, on: date) -> bool:
    """Return whether a session may be offered for an activity: of the same sport, and near."""
    first, last = window(done_on)
    return kind in OFFERS.get(sport, frozenset()) and first <= on <= last


def asked_of(planned: Works) -> Asked:
    """Return what the runs of a prescription ask for; by distance when each of their steps has one."""
    works = [work for work in planned.values() if is_steps(work)]
    leaves = [leaf for work in works for leaf in _leaves(work)]
    return Asked(
        seconds=sum(planned_seconds(work) for work in works),
        metres=sum(planned_metres(work) for work in works),
        by_distance=bool(leaves) and all("dist" in leaf for leaf in leaves),
    )


def closest(candidates: Mapping[UUID, Asked], moving_s: float) -> UUID | None:
    """Return the session whose planned duration is nearest; those nobody can know come last, in order."""
    return min(
        candidates,
        key=lambda session_id: _distance(candidates[session_id].seconds, moving_s),
        default=None,
    )


def done_pct(asked: Asked, *, moving_s: float, distance_m: float | None) -> int | None:
    """Return the work done in whole per cent of what was asked for, or None when nobody can know."""
    if asked.by_distance and distance_m is not None and asked.metres:
        share = distance_m / asked.metres
    elif asked.seconds:
        share = moving_s / asked.seconds
    else:
        return None
    return min(round(100 * share), MOST_PCT)


def done_outcome(pct: int | None) -> Outcome | None:
    """Return the state for this much done, or None when nobody can know."""
    return None if pct is None else outcome_of(pct)


def _distance(asked_s: float, moving_s: float) -> float:
    return abs(asked_s - moving_s) if asked_s else float("inf")


def _leaves(work: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [leaf for step in work for leaf in (_leaves(step["steps"]) if "steps" in step else [step])]
