"""What a plan is made of before it is stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.training.rules.layout import Layout

TITLE_LENGTH = 120
REASON_LENGTH = 500


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


def default_title(layout: Layout, day: int) -> str:
    """Return a session's name when the trainer gave none: what it begins with, and how much more there is."""
    names = [item.name for item in layout.on_day(day)]
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"
