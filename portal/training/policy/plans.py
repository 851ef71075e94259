"""Who may see and change plans."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from portal.core.access import Actor, Permission
from portal.roster.policy import may_see
from portal.roster.rules import DataKind
from portal.training.models.plans import Adjustment, Plan


def _own_and_published(actor: Actor) -> ColumnElement[bool]:
    return and_(Plan.athlete_id == actor.person_id, Plan.published_at.is_not(None))


def _coached(actor: Actor) -> ColumnElement[bool]:
    return and_(Plan.deleted_at.is_(None), _of_client(actor))


def _of_client(actor: Actor) -> ColumnElement[bool]:
    return may_see(actor, Plan.athlete_id, DataKind.TRAINING)


def _of_plan(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Plan.id).where(Plan.id == Adjustment.plan_id, clause).exists()


VIEW_PLAN = Permission("training.plan.view", Plan, lambda actor: or_(_own_and_published(actor), _coached(actor)))
EDIT_PLAN = Permission("training.plan.edit", Plan, _coached, view=VIEW_PLAN)
RESTORE_PLAN = Permission("training.plan.restore", Plan, _of_client)
"""Also of a draft that was deleted: to delete it once more, which changes nothing, and to bring it back."""

VIEW_ADJUSTMENT = Permission(
    "training.adjustment.view",
    Adjustment,
    lambda actor: _of_plan(or_(_own_and_published(actor), _coached(actor))),
)
EDIT_ADJUSTMENT = Permission(
    "training.adjustment.edit", Adjustment, lambda actor: _of_plan(_coached(actor)), view=VIEW_ADJUSTMENT
)
