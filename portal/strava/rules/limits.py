"""Strava's limits: fixed windows of a quarter of an hour and a UTC day, shared by all athletes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
MARGIN = timedelta(seconds=2)
SPREAD = timedelta(seconds=43)
PROBE_AFTER = timedelta(hours=1)
REFUSED_PROBE_AFTER = timedelta(minutes=10)
"""A mistyped secret is mended soon."""
BACKFILL_SHARE = 0.65
"""A backfill leaves the rest of each window to what athletes finish now."""
PAIRS = ("x-readratelimit", "x-ratelimit")


class RestReason(StrEnum):
    """Why nobody asks Strava anything for a while."""

    QUARTER = "quarter"
    DAY = "day"
    INACTIVE = "inactive"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Usage:
    """How full the windows are: the fuller one of reads and of all requests, as shares of the limit."""

    quarter: float
    day: float


def usage_of(headers: Mapping[str, str]) -> Usage | None:
    """Return what an answer says about limits, or None; names of headers in lower case."""
    shares = [share for pair in PAIRS if (share := _shares(headers, pair))]
    if not shares:
        return None
    return Usage(max(quarter for quarter, _ in shares), max(day for _, day in shares))


def leaves_room(usage: Usage | None) -> bool:
    """Return whether a backfill may go on; without any word from Strava it may."""
    return usage is None or max(usage.quarter, usage.day) < BACKFILL_SHARE


def window_ends_at(now: datetime, usage: Usage | None, *, share: float = 1.0) -> datetime:
    """Return when the window ends that is filled to this share: the day's at midnight UTC, else the quarter's."""
    window = DAY if usage is not None and usage.day >= share else QUARTER
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((now - midnight) // window + 1) * window + MARGIN


def reason_of(usage: Usage | None) -> RestReason:
    """Return which window a refusal for too many requests was about."""
    return RestReason.DAY if usage is not None and usage.day >= 1 else RestReason.QUARTER


def _shares(headers: Mapping[str, str], pair: str) -> tuple[float, float] | None:
    used, limit = (_numbers(headers.get(f"{pair}-{what}", "")) for what in ("usage", "limit"))
    if used is None or limit is None or min(limit) <= 0:
        return None
    return used[0] / limit[0], used[1] / limit[1]


def _numbers(text: str) -> tuple[int, int] | None:
    quarter, comma, day = text.partition(",")
    if not (comma and quarter.strip().isdecimal() and day.strip().isdecimal()):
        return None
    return int(quarter), int(day)
