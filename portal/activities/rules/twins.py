"""Two recordings of one training: a watch's file and the same run at a service. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.activities.rules.recording import Source

START_WITHIN = timedelta(minutes=2)
LENGTH_WITHIN_S = 240.0
RANK = (Source.UPLOAD, Source.MANUAL, Source.STRAVA)
"""Which one is shown: the original before what others made of it, and before what fewer people may see."""


def window_of(started_at: datetime) -> tuple[datetime, datetime]:
    """Return between which moments another recording of the same training began."""
    return started_at - START_WITHIN, started_at + START_WITHIN


def are_twins(duration_s: float, other_duration_s: float) -> bool:
    """Return whether recordings that began together may be of the same training."""
    return abs(duration_s - other_duration_s) <= LENGTH_WITHIN_S


def is_shown_before(source: Source, other: Source) -> bool:
    """Return whether a recording of the first source stands for one of the other."""
    return RANK.index(source) < RANK.index(other)
