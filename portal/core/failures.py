"""What failed for good in the background: told by the schedule, which knows the queue, to whoever runs the instance.

The schedule writes a board that soon expires, and does again what it is asked to. Nothing on it is about a person.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from portal.core.redis import connection

BOARD = "trackside:failures"
AGAIN = "trackside:failures:again"
"""The names of jobs that somebody wants to be tried again."""
STANDS_S = 30
"""How long a board is believed: an old one says that nobody writes it any more."""


@dataclass(frozen=True)
class FailedJobs:
    """Jobs of one name that failed for one reason and are not tried again by themselves."""

    name: str
    error: str
    """The name of the error's class, never its text."""
    count: int
    first_at: datetime
    last_at: datetime


def written(failed: Sequence[FailedJobs]) -> str:
    """Return the board as text."""
    rows = [asdict(row) | {"first_at": row.first_at.isoformat(), "last_at": row.last_at.isoformat()} for row in failed]
    return json.dumps(rows)


def failed_jobs() -> list[FailedJobs] | None:
    """Return what failed, or None when nobody keeps the board. Raises RedisError."""
    said = connection().get(BOARD)
    return None if said is None else [_row(row) for row in json.loads(said)]


def ask_again(name: str) -> None:
    """Have the failed jobs of this name tried again, and take them off the board at once. Raises RedisError."""
    left = [row for row in failed_jobs() or () if row.name != name]
    with connection().pipeline() as steps:
        steps.sadd(AGAIN, name)
        steps.set(BOARD, written(left), ex=STANDS_S, xx=True)
        steps.execute()


def _row(row: dict[str, Any]) -> FailedJobs:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("first_at", "last_at")}
    return FailedJobs(row["name"], row["error"], row["count"], **moments)
