"""How reading files goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from portal.activities.models import Import
from portal.activities.policy import VIEW_IMPORT
from portal.activities.rules.imports import ImportState, Problem
from portal.core.access import Actor
from portal.core.db import db

RECENT = timedelta(minutes=10)
REMEMBERED = timedelta(days=30)
"""How long whoever runs the instance is told of a file that could not be read."""


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


def was_given_up(now: datetime) -> ColumnElement[bool]:
    """Return which files nobody could read lately, and are still kept."""
    return and_(_refused_lately(now), Import.problem == Problem.GIVEN_UP, Import.file_id.is_not(None))


def was_damaged(now: datetime) -> ColumnElement[bool]:
    """Return which files nothing could be read of lately."""
    return and_(_refused_lately(now), Import.problem == Problem.DAMAGED)


def _refused_lately(now: datetime) -> ColumnElement[bool]:
    return and_(Import.state == ImportState.REFUSED, Import.finished_at > now - REMEMBERED)
