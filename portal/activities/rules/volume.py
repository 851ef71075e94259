"""How much somebody runs now: the last weeks and the longest run. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
WEEKS = 4
LONGEST_DAYS = 30
"""Of which the longest run counts. Source: Frandsen 2025 (science.md 2.10)."""


@dataclass(frozen=True)
class RanOn:
    """What was run on a day, or from it on; metres."""

    on: date
    distance_m: float


@dataclass(frozen=True)
class Volume:
    """The last four whole weeks, the first one first, and the longest run of 30 days."""

    weeks: tuple[RanOn, ...]
    """Each by its Monday."""
    longest: RanOn | None

    @property
    def weekly_m(self) -> float:
        """The mean of the weeks, to a hundred metres."""
        return round(sum(week.distance_m for week in self.weeks) / len(self.weeks), -2)

    @property
    def is_known(self) -> bool:
        """Whether there was any running at all."""
        return self.longest is not None and self.weekly_m > 0


def first_day(today: date) -> date:
    """Return from when on runs are asked for."""
    return min(_monday(today) - WEEKS * WEEK, today - timedelta(days=LONGEST_DAYS))


def volume_of(runs: Iterable[RanOn], today: date) -> Volume:
    """Return how much these runs come to; those of the week under way count for the longest only."""
    known = [run for run in runs if run.on <= today]
    mondays = [_monday(today) - back * WEEK for back in range(WEEKS, 0, -1)]
    weeks = tuple(
        RanOn(monday, round(sum(run.distance_m for run in known if monday <= run.on < monday + WEEK), -2))
        for monday in mondays
    )
    recent = [
        RanOn(run.on, round(run.distance_m, -2)) for run in known if run.on >= today - timedelta(days=LONGEST_DAYS)
    ]
    return Volume(weeks, max(recent, key=lambda run: run.distance_m, default=None))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
