"""What was done against what was planned. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

MOST_EXTRA_SETS = 10
MOST_REPS = 3600
"""Seconds and metres count as repetitions where an exercise is measured so."""
NOTE_LENGTH = 2000


class Flag(StrEnum):
    """Why a session that fell short does not count as failed."""

    ILL = "ill"
    INJURED = "injured"
    EQUIPMENT = "equipment"


@dataclass(frozen=True)
class SetDraft:
    """One set as it was typed; loads in kilograms."""

    track: str
    position: int
    load_kg: float | None
    reps: int
    rpe: float | None
    done_at: datetime | None = None


@dataclass(frozen=True)
class EffortDraft:
    """How much of an endurance track was done."""

    track: str
    ratio: float
    distance_m: float | None = None
    duration_s: float | None = None
    rpe: float | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class Closing:
    """What is said at the end of a session."""

    rpe: float | None = None
    note: str = ""
    flags: tuple[Flag, ...] = field(default=())
    done_at: datetime | None = None
    trained_on: date | None = None
    """Set where somebody names the day."""


def answered_at(done_at: datetime | None, *, now: datetime) -> datetime:
    """Return when an answer was given by the clock of the phone, where it has one that is not ahead of ours."""
    return min(done_at or now, now)


def comes_too_late(at: datetime, *, after: datetime | None) -> bool:
    """Return whether a later answer is known: one phone sends what it kept after another has spoken."""
    return after is not None and at < after


def sets_planned(groups: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return one entry for each planned set, in order: its group."""
    return [group for group in groups for _ in range(int(group["sets"]))]


def is_steps(work: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a track's prescription is an endurance one."""
    return bool(work) and "sets" not in work[0]


def done_pct(planned: Mapping[str, Sequence[Mapping[str, Any]]], done: Mapping[str, Any]) -> int:
    """Return the work done in whole per cent of what was planned.

    Strength counts sets done of sets planned (coaching reference, part 6), endurance its ratio; a
    session with both weighs each track alike. More sets than planned count as more than all.
    """
    shares = [_share(work, done.get(track)) for track, work in planned.items() if work]
    return round(100 * sum(shares) / len(shares)) if shares else 100


def _share(work: Sequence[Mapping[str, Any]], done: Any) -> float:
    if not done:
        return 0.0
    if is_steps(work):
        return float(done["ratio"])
    wanted = sets_planned(work)
    return sum(1 for row in done if row) / len(wanted) if wanted else 1.0


def planned_seconds(work: Sequence[Mapping[str, Any]]) -> float:
    """Return how long the steps take, distance at their pace, in seconds; 0 when nobody can know of all of them."""
    return _sum_of_all([_step_seconds(step) for step in work])


def planned_metres(work: Sequence[Mapping[str, Any]]) -> float:
    """Return how far the steps go, durations at their pace, in metres; 0 when nobody can know of all of them."""
    return _sum_of_all([_step_metres(step) for step in work])


def mean_pace(step: Mapping[str, Any]) -> float | None:
    """Return the middle of a step's pace, in seconds per kilometre, or None."""
    pace = step.get("pace")
    if pace is None:
        return None
    return sum(pace) / len(pace) if isinstance(pace, (list, tuple)) else float(pace)


def _sum_of_all(known: Sequence[float]) -> float:
    return sum(known) if all(known) else 0.0


def _step_seconds(step: Mapping[str, Any]) -> float:
    if "steps" in step:
        return float(step["repeat"]) * planned_seconds(step["steps"])
    if "dur" in step:
        return float(step["dur"])
    pace = mean_pace(step)
    return step.get("dist", 0) / 1000 * pace if pace else 0.0


def _step_metres(step: Mapping[str, Any]) -> float:
    if "steps" in step:
        return float(step["repeat"]) * planned_metres(step["steps"])
    if "dist" in step:
        return float(step["dist"])
    pace = mean_pace(step)
    return step.get("dur", 0) / pace * 1000 if pace else 0.0
