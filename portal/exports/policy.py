"""Who may have documents: whoever may see what is printed in them, judged anew each time a file is fetched."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from portal.core.access import Actor, Permission
from portal.exports.models import Export
from portal.training.models.plans import Plan
from portal.training.policy.plans import VIEW_PLAN


def _sees_plan(actor: Actor) -> ColumnElement[bool]:
    return select(Plan.id).where(Plan.id == Export.plan_id, VIEW_PLAN.where(actor)).exists()


def _there(actor: Actor) -> ColumnElement[bool]:
    return and_(Export.removed_at.is_(None), _sees_plan(actor))


def _own(actor: Actor) -> ColumnElement[bool]:
    return or_(Export.asked_by_id == actor.person_id, Export.athlete_id == actor.person_id)


VIEW_EXPORT = Permission("exports.view", Export, _there)
"""The athlete and the present trainer, whichever of them asked for it."""
REMOVE_EXPORT = Permission("exports.remove", Export, _own, view=VIEW_EXPORT)
"""Whoever asked for it, and the athlete it is about."""
RESTORE_EXPORT = Permission("exports.restore", Export, lambda actor: and_(_own(actor), _sees_plan(actor)))
"""Also what was removed: to bring it back."""
