"""Documents as the people who may have them see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.core.sentence import Sentence
from portal.exports.models import Export
from portal.exports.policy import VIEW_EXPORT
from portal.exports.queries.sheets import weeks_to_come
from portal.exports.rules.exports import HOPEFUL, SENTENCES, UNDER_WAY, ExportState, seconds_left
from portal.training.models.plans import Plan
from portal.training.queries.course import course_of

MOST_LISTED = 10


@dataclass(frozen=True)
class Shown:
    """A document and what its page says about it."""

    export: Export
    plan: Plan
    athlete: str
    seconds_left: int | None

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.export.state in UNDER_WAY

    @property
    def is_done(self) -> bool:
        """Whether it can be fetched."""
        return self.export.state is ExportState.DONE

    @property
    def problem(self) -> Sentence | None:
        """Why there is none."""
        return SENTENCES[self.export.problem] if self.export.problem else None

    @property
    def is_outdated(self) -> bool:
        """Whether the plan was published anew since."""
        return self.is_done and self.export.plan_version != self.plan.version


@dataclass(frozen=True)
class Printable:
    """What can be printed of a plan."""

    athlete: str
    weeks_left: int


def shown(export: Export, *, now: datetime) -> Shown:
    """Return a document as its page shows it."""
    plan, athlete = db.session.execute(
        select(Plan, Person.name).join(Person, Person.id == Plan.athlete_id).where(Plan.id == export.plan_id)
    ).one()
    elapsed_s = (now - export.began_at).total_seconds() if export.began_at else 0.0
    left = seconds_left(done=export.done, total=export.total, elapsed_s=elapsed_s)
    return Shown(export, plan, athlete, left)


def printable(plan: Plan, *, today: date) -> Printable:
    """Return how much of a plan is still to be done; nothing of a draft, nor of a plan that was ended."""
    athlete = db.session.get_one(Person, plan.athlete_id)
    is_running = plan.published_at is not None and plan.ended_at is None
    return Printable(athlete.name, len(weeks_to_come(plan, course_of(plan, today=today)[0])) if is_running else 0)


def exports_of(actor: Actor, plan: Plan, *, now: datetime) -> Sequence[Export]:
    """Return the latest documents of this plan that the actor may have, the newest first."""
    return db.session.scalars(
        select(Export)
        .where(Export.plan_id == plan.id, Export.expires_at > now, VIEW_EXPORT.where(actor))
        .where(Export.state != ExportState.CANCELLED)
        .order_by(Export.id.desc())
        .limit(MOST_LISTED)
    ).all()


def with_documents() -> Select[tuple[UUID]]:
    """Return the plans of which a document is left, as a part of a statement."""
    return select(Export.plan_id)


def may_be_drawn(now: datetime) -> ColumnElement[bool]:
    """Return which documents failed by no fault of those who wait for them."""
    return and_(
        Export.state == ExportState.FAILED,
        Export.problem.in_(HOPEFUL),
        Export.removed_at.is_(None),
        Export.expires_at > now,
    )
