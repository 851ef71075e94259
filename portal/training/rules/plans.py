"""What a plan is made of before it is stored. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.training.rules.layout import Layout, name_of

TITLE_LENGTH = 120
YEARS_BACK, YEARS_AHEAD = 1, 2
KEPT_AFTER_DELETION = timedelta(days=31)
"""Documents that were drawn of a plan before it became a draft again are gone by then."""


class Missed(StrEnum):
    """What a missed session does to those after it."""

    SKIP = "skip"
    SHIFT = "shift"


@dataclass(frozen=True)
class PlanDraft:
    """What a trainer says when beginning a plan."""

    title: str
    starts_on: date
    weeks: int
    missed: Missed


def first_days(today: date) -> tuple[date, date]:
    """Return the earliest and the latest day on which a new plan may begin."""
    return _years_from(today, -YEARS_BACK), _years_from(today, YEARS_AHEAD)


def default_title(layout: Layout, tracks: Sequence[str]) -> str:
    """Return a session's name when the trainer gave none: what it begins with, and how much more there is."""
    first = name_of(layout, tracks[0])
    return first if len(tracks) == 1 else f"{first} +{len(tracks) - 1}"


def _years_from(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)
