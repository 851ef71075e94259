"""One activity on its way from Strava: what is wanted, what came of it, when to try again."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class SyncState(StrEnum):
    """How far an activity has come."""

    WANTED = "wanted"
    STREAMS_PENDING = "streams_pending"  # stored, but Strava had no streams yet
    DONE = "done"
    GONE = "gone"  # deleted at Strava, or hidden from us; nothing of it is kept
    DEAD = "dead"  # given up


OPEN = (SyncState.WANTED, SyncState.STREAMS_PENDING)

MOST_TRIES = 8
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
STREAMS_AFTER = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=45))
MISSING_AFTER = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
MISSING_PROVED = timedelta(minutes=10)
UNDER_WAY = timedelta(minutes=2)
"""How long one job has an activity for itself; after that its worker is taken for dead."""


def retry_at(now: datetime, *, tries: int, chance: float) -> datetime | None:
    """Return when to try again after so many failures, or None to give up.

    Waits are drawn evenly from nothing to a limit that doubles ("full jitter", AWS Architecture Blog, 2015).
    `chance` is from 0 to 1.
    """
    if tries >= MOST_TRIES:
        return None
    return now + min(LONGEST_WAIT, FIRST_WAIT * 2.0**tries) * chance


def streams_again_at(now: datetime, *, tries: int) -> datetime | None:
    """Return when to look for late streams again, or None when they will not come."""
    return now + STREAMS_AFTER[tries] if tries < len(STREAMS_AFTER) else None


def is_gone(now: datetime, *, said: bool, missing_since: datetime | None) -> bool:
    """Return whether "not found" means deleted: an event said so, or it was missing for long enough.

    A new activity is often not found for a moment, so one answer proves nothing by itself.
    """
    return said or (missing_since is not None and now - missing_since >= MISSING_PROVED)


def missing_again_at(now: datetime, *, tries: int) -> datetime:
    """Return when to look again for an activity that was not found."""
    return now + MISSING_AFTER[min(tries, len(MISSING_AFTER) - 1)]
