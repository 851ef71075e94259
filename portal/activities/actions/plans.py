"""Plans that appear after the training was done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.activities.actions.matching import match
from portal.activities.models import Activity
from portal.core.db import db
from portal.training.models.plans import Plan


def match_again(plan_id: UUID, *, now: datetime) -> None:
    """Pair what was recorded in the days of this plan and belongs to nothing yet. Repeatable."""
    plan = db.session.get_one(Plan, plan_id)
    waiting = (
        select(Activity)
        .where(Activity.athlete_id == plan.athlete_id, Activity.local_on.between(plan.starts_on, plan.ends_on))
        .where(Activity.matched_by.is_(None), Activity.deleted_at.is_(None))
        .order_by(Activity.started_at)
        .with_for_update()
    )
    for activity in db.session.scalars(waiting):
        match(activity, now=now)
        db.session.flush()
