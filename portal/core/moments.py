"""Moments that browsers send, written as in RFC 3339."""

from __future__ import annotations

from datetime import UTC, datetime

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Beyond them lies no moment a person means; the ends of the calendar cannot even be told in UTC."""


def moment_of(typed: str | None) -> datetime | None:
    """Return the moment in UTC; None when none is written, or one that cannot be."""
    try:
        moment = datetime.fromisoformat(typed or "")
    except ValueError:
        return None
    if moment.tzinfo is None or not EARLIEST <= moment <= LATEST:
        return None
    return moment.astimezone(UTC)
