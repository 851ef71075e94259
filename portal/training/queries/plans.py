"""Reading plans. Every list starts from what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.sentence import Sentence
from portal.training.models.plans import Adjustment, Plan
from portal.training.policy.plans import RESTORE_PLAN, VIEW_PLAN
from portal.training.queries.course import ByHand
from portal.training.rules.changes import change_words, is_of_this_publication
from portal.training.rules.layout import Layout
from portal.training.rules.plans import KEPT_AFTER_DELETION


@dataclass(frozen=True)
class HandChange:
    """Something a trainer changed by hand, in words."""

    id: UUID
    words: Sentence
    reason: str
    made_at: datetime
    is_undone: bool


@dataclass(frozen=True)
class DeletedPlan:
    """A draft that was deleted and can still be brought back."""

    id: UUID
    title: str
    deleted_at: datetime
    kept_until: datetime


def plans_of(actor: Actor, athlete_id: UUID) -> Sequence[Plan]:
    """Return the athlete's plans that the actor may see, the latest start first."""
    return db.session.scalars(
        select(Plan)
        .where(Plan.athlete_id == athlete_id, VIEW_PLAN.where(actor))
        .order_by(Plan.starts_on.desc(), Plan.id.desc())
    ).all()


def plans_around(actor: Actor, athlete_id: UUID, *, first: date, last: date | None = None) -> Sequence[Plan]:
    """Return the plans that touch these days and that the actor may see, the latest start first.

    Without a `last` day, what begins later belongs to them too.
    """
    statement = select(Plan).where(Plan.athlete_id == athlete_id, Plan.ends_on >= first, VIEW_PLAN.where(actor))
    if last is not None:
        statement = statement.where(Plan.starts_on <= last)
    return db.session.scalars(statement.order_by(Plan.starts_on.desc(), Plan.id.desc())).all()


def plans_named(actor: Actor, words: str, *, limit: int) -> Sequence[Plan]:
    """Return plans whose title holds these words, the latest start first."""
    return db.session.scalars(
        select(Plan)
        .where(VIEW_PLAN.where(actor), Plan.title.icontains(words, autoescape=True))
        .order_by(Plan.starts_on.desc(), Plan.id.desc())
        .limit(limit)
    ).all()


def deleted_of(actor: Actor, athlete_id: UUID, *, now: datetime) -> list[DeletedPlan]:
    """Return the athlete's drafts that were deleted and that the actor may bring back, the latest first."""
    deleted = (
        select(Plan.id, Plan.title, Plan.deleted_at)
        .where(Plan.athlete_id == athlete_id, Plan.deleted_at > now - KEPT_AFTER_DELETION, RESTORE_PLAN.where(actor))
        .order_by(Plan.deleted_at.desc(), Plan.id.desc())
    )
    return [
        DeletedPlan(row.id, row.title, row.deleted_at, row.deleted_at + KEPT_AFTER_DELETION)
        for row in db.session.execute(deleted)
    ]


def athlete_of(adjustment: Adjustment) -> UUID:
    """Return whose plan an adjustment belongs to."""
    return db.session.scalars(select(Plan.athlete_id).where(Plan.id == adjustment.plan_id)).one()


def changes_of(plan: Plan, by_hand: Sequence[ByHand]) -> list[HandChange]:
    """Return what was changed in this plan by hand, the latest first; what was taken back stays in the list.

    What was changed before the plan was withdrawn speaks of days and rows that are no more.
    """
    layout = Layout.from_json(plan.layout)
    return [
        HandChange(
            row.id,
            change_words(row, layout, plan.program),
            row.reason,
            row.made_at,
            is_undone=row.undone_at is not None,
        )
        for row, _ in reversed(by_hand)
        if is_of_this_publication(row.made_at, plan.published_at)
    ]
