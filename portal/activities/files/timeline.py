"""Moments in a file: where it begins, although clocks jump."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from portal.activities.rules.channels import LONGEST_S

UNIX = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_S = 253_402_300_799.0
"""The last second of the year 9999."""


def first_moment(seconds: Sequence[float | None]) -> float | None:
    """Return the earliest moment that lies within a week of the middle one: lone wild values do not count."""
    there = sorted(value for value in seconds if value is not None)
    if not there:
        return None
    middle = there[len(there) // 2]
    return next(value for value in there if value > middle - LONGEST_S)


def moment(unix_s: float) -> datetime:
    """Return the moment; impossible ones come out as the first or last there is."""
    return UNIX + timedelta(seconds=min(max(unix_s, 0.0), LATEST_S))


def unix_seconds(text: str | None) -> float | None:
    """Return the moment of an ISO 8601 text in Unix seconds; UTC where it names no zone."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
