"""What a plan is made of before it is stored. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.training.rules.layout import Layout, name_of

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


def default_title(layout: Layout, tracks: Sequence[str]) -> str:
    """Return a session's name when the trainer gave none: what it begins with, and how much more there is."""
    first = name_of(layout, tracks[0])
    return first if len(tracks) == 1 else f"{first} +{len(tracks) - 1}"
