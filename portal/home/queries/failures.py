"""What failed in the background: counted, and never whose it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from portal.activities.models import Import
from portal.activities.queries.imports import was_damaged, was_given_up
from portal.core.db import db
from portal.core.failures import failed_jobs
from portal.core.redis import RedisError
from portal.events.log import LoggedEvent
from portal.exports.models import Export
from portal.exports.queries.exports import may_be_drawn
from portal.home.rules.failures import FOR_GOOD, LATE_RELAY, WHAT, WHY, Failure, Left, job_words, why_failed
from portal.strava.models.accounts import StravaAccount, StravaApplication, StravaErasure
from portal.strava.models.imports import StravaActivitySync
from portal.strava.queries.imports import is_late, is_refused, may_be_brought


class Queue(StrEnum):
    """What is known of the queue."""

    KNOWN = "known"
    AWAY = "away"  # Redis does not answer
    UNWATCHED = "unwatched"  # the schedule, which writes the board, does not run


@dataclass(frozen=True)
class Failures:
    """Everything that failed, as far as it is known."""

    queue: Queue
    rows: tuple[Failure, ...]


def failures(*, now: datetime) -> Failures:
    """Return what failed: rows of the database, and jobs as far as the queue tells."""
    queue, jobs = _jobs()
    return Failures(queue, (*_left(now), *jobs))


def _left(now: datetime) -> Iterator[Failure]:
    """Yield what the database itself knows of, in one statement."""
    for kind, count, since_at in db.session.execute(union_all(*_kinds(now))):
        if count:
            left = Left(kind)
            yield Failure(left, WHAT[left], WHY[left], count, since_at, left not in FOR_GOOD)


def _kinds(now: datetime) -> Iterator[Select[Any]]:
    unheard = (LoggedEvent.relayed_at.is_(None), LoggedEvent.happened_at < now - LATE_RELAY)
    yield _counted(Left.EVENTS, LoggedEvent.happened_at, *unheard)
    yield _counted(Left.FILES, Import.finished_at, was_given_up(now))
    yield _counted(Left.DAMAGED, Import.finished_at, was_damaged(now))
    yield _counted(Left.DOCUMENTS, Export.asked_at, may_be_drawn(now))
    yield _counted(Left.REFUSED, StravaApplication.rested_at, is_refused(now))
    yield _counted(Left.UNREAD, StravaAccount.unread_since, StravaAccount.unread_since.is_not(None))
    yield _counted(Left.STRAVA, StravaActivitySync.given_up_at, may_be_brought())
    yield _counted(Left.ERASURES, StravaErasure.opened_at, is_late(now))


def _counted(left: Left, since_at: Any, *where: ColumnElement[bool]) -> Select[Any]:
    return select(literal(left.value), func.count(), func.min(since_at)).where(*where)


def _jobs() -> tuple[Queue, list[Failure]]:
    try:
        board = failed_jobs()
    except RedisError:
        return Queue.AWAY, []
    if board is None:
        return Queue.UNWATCHED, []
    return Queue.KNOWN, [
        Failure(row.name, job_words(row.name), why_failed(row.error), row.count, row.first_at, may_retry=True)
        for row in board
    ]
