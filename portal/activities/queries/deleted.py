"""Activities that were deleted and can still be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from portal.activities.models import Activity
from portal.activities.policy import RESTORE_ACTIVITY
from portal.activities.rules.recording import KEPT_AFTER_DELETION
from portal.activities.rules.sports import Sport
from portal.activities.rules.words import title_of
from portal.core.access import Actor
from portal.core.db import db
from portal.core.sentence import Sentence

PAGE = 30


@dataclass(frozen=True)
class DeletedRow:
    """A deleted activity in a list."""

    id: UUID
    name: str
    sport: Sport
    started_at: datetime
    distance_m: float | None
    moving_s: float
    deleted_at: datetime

    @property
    def title(self) -> Sentence:
        """What it was called."""
        return title_of(self.name, self.sport)

    @property
    def kept_until(self) -> datetime:
        """Until when it can be brought back."""
        return self.deleted_at + KEPT_AFTER_DELETION


@dataclass(frozen=True)
class DeletedPage:
    """Some deleted activities, the last deleted first, and where to go on."""

    rows: Sequence[DeletedRow]
    next_id: UUID | None


def deleted_of(athlete: Actor, *, now: datetime, before: UUID | None = None) -> DeletedPage:
    """Return what this athlete deleted and may bring back, from the one after `before` on, in one statement."""
    statement = _deleted(athlete).where(Activity.deleted_at > now - KEPT_AFTER_DELETION)
    if before is not None:
        last = select(Activity.deleted_at, Activity.id).where(Activity.id == before, RESTORE_ACTIVITY.where(athlete))
        statement = statement.where(tuple_(Activity.deleted_at, Activity.id) < last.scalar_subquery())
    ordered = statement.order_by(Activity.deleted_at.desc(), Activity.id.desc())
    rows = [DeletedRow(*row) for row in db.session.execute(ordered.limit(PAGE + 1))]
    return DeletedPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def deleted_title(athlete: Actor, activity_id: UUID) -> Sentence | None:
    """Return what the athlete's own deleted activity was called, for the offer to bring it back."""
    row = db.session.execute(_deleted(athlete).where(Activity.id == activity_id)).one_or_none()
    return DeletedRow(*row).title if row else None


def _deleted(athlete: Actor) -> Any:
    return select(
        Activity.id,
        func.coalesce(Activity.own_name, Activity.name),
        Activity.sport,
        Activity.started_at,
        Activity.distance_m,
        Activity.moving_s,
        Activity.deleted_at,
    ).where(RESTORE_ACTIVITY.where(athlete), Activity.deleted_at.is_not(None))
