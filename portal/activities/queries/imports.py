"""How reading files goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, tuple_

from portal.activities.models import Import
from portal.activities.policy import VIEW_IMPORT
from portal.activities.rules.imports import ImportState, Problem
from portal.core.access import Actor
from portal.core.db import db

RECENT = timedelta(minutes=10)
REMEMBERED = timedelta(days=30)
"""How long its owner, and whoever runs the instance, are told of a file that could not be read."""
PAGE = 30


@dataclass(frozen=True)
class Batch:
    """Files that were handed in together."""

    id: UUID
    rows: Sequence[Import]

    @property
    def done(self) -> int:
        """How many files were read or refused."""
        return sum(row.state is not ImportState.QUEUED for row in self.rows)

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.done == len(self.rows)


@dataclass(frozen=True)
class RefusedPage:
    """Some files that could not be read, the latest first, and where to go on."""

    rows: Sequence[Import]
    next_id: UUID | None


def batch_of(actor: Actor, batch_id: UUID) -> Batch | None:
    """Return the files of the actor that were handed in together, in the order they were chosen."""
    rows = db.session.scalars(
        select(Import).where(Import.batch_id == batch_id, VIEW_IMPORT.where(actor)).order_by(Import.id)
    ).all()
    return Batch(batch_id, rows) if rows else None


def latest_batch(actor: Actor, *, now: datetime) -> Batch | None:
    """Return the files handed in last, while they are being read or have just been."""
    newest = (
        select(Import.batch_id)
        .where(VIEW_IMPORT.where(actor), Import.asked_at > now - RECENT)
        .order_by(Import.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.scalars(
        select(Import).where(VIEW_IMPORT.where(actor), Import.batch_id == newest).order_by(Import.id)
    ).all()
    return Batch(rows[0].batch_id, rows) if rows else None


def refused_of(athlete: Actor, *, now: datetime, before: UUID | None = None) -> RefusedPage:
    """Return the files of this athlete that could not be read lately, from the one after `before` on."""
    statement = select(Import).where(VIEW_IMPORT.where(athlete), _refused_lately(now))
    if before is not None:
        last = select(Import.finished_at, Import.id).where(Import.id == before, VIEW_IMPORT.where(athlete))
        statement = statement.where(tuple_(Import.finished_at, Import.id) < last.scalar_subquery())
    ordered = statement.order_by(Import.finished_at.desc(), Import.id.desc())
    rows = db.session.scalars(ordered.limit(PAGE + 1)).all()
    return RefusedPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def has_refused(athlete: Actor, *, now: datetime) -> bool:
    """Return whether files of this athlete could not be read lately."""
    found = select(exists().where(VIEW_IMPORT.where(athlete), _refused_lately(now)))
    return bool(db.session.scalar(found))


def was_given_up(now: datetime) -> ColumnElement[bool]:
    """Return which files nobody could read lately, and are still kept."""
    return and_(_refused_lately(now), Import.problem == Problem.GIVEN_UP, Import.file_id.is_not(None))


def was_damaged(now: datetime) -> ColumnElement[bool]:
    """Return which files nothing could be read of lately."""
    return and_(_refused_lately(now), Import.problem == Problem.DAMAGED)


def _refused_lately(now: datetime) -> ColumnElement[bool]:
    return and_(Import.state == ImportState.REFUSED, Import.finished_at > now - REMEMBERED)
