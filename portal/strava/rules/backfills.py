"""Fetching what an athlete did before connecting: newest first, a page or an activity at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

REACH = timedelta(days=90)
STEP_LASTS = timedelta(minutes=2)
ENOUGH_FOR_A_GUESS = 3
FIRST_YEAR, LAST_YEAR = 1970, 2200
LARGEST_ID = 2**63 - 1


class BackfillState(StrEnum):
    """What a backfill does."""

    LISTING = "listing"
    DETAILS = "details"
    DONE = "done"
    STOPPED = "stopped"


RUNNING = (BackfillState.LISTING, BackfillState.DETAILS)


@dataclass(frozen=True)
class Listed:
    """A row of Strava's list that can be told apart from others."""

    strava_id: int
    began_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """How far a backfill has come; `waits_until` when Strava asked for patience."""

    state: BackfillState
    done: int
    total: int
    left: timedelta | None
    waits_until: datetime | None
    finished_at: datetime | None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_listing(self) -> bool:
        return self.state is BackfillState.LISTING

    @property
    def minutes_left(self) -> int | None:
        """Return whole minutes, at least one."""
        return None if self.left is None else max(1, round(self.left / timedelta(minutes=1)))


def listed(rows: Iterable[Any]) -> tuple[Listed, ...]:
    """Return the rows that name an activity; what else a row holds does not matter yet."""
    return tuple(
        Listed(row["id"], moment(row.get("start_date")))
        for row in rows
        if isinstance(row, Mapping) and _is_id(row.get("id"))
    )


def moment(text: object) -> datetime | None:
    """Return the moment that Strava wrote, or None."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def oldest_s(rows: Iterable[Listed]) -> int | None:
    """Return the epoch second in which the oldest of these began."""
    starts = [int(row.began_at.timestamp()) for row in rows if row.began_at]
    return min(starts, default=None)


def asked_before(cursor_s: int | None) -> int | None:
    """Return from where to read on: a second of overlap, because several activities may share one.

    Page numbers would shift when activities arrive meanwhile, so the cursor is the oldest start seen.
    """
    return None if cursor_s is None else cursor_s + 1


def is_news(oldest: int | None, *, cursor_s: int | None) -> bool:
    """Return whether a page led further back. If not, one page without overlap proves the end."""
    return oldest is not None and (cursor_s is None or oldest < cursor_s)


def time_left(*, done: int, total: int, elapsed: timedelta) -> timedelta | None:
    """Return how long the rest will take at the pace so far, or None before one can tell."""
    if done < ENOUGH_FOR_A_GUESS or done >= total:
        return None
    return elapsed / done * (total - done)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_ID
