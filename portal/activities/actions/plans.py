"""Plans that appear after the training was done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.activities.actions.matching import match
from portal.activities.models import Activity
from portal.activities.rules.matching import MatchedBy
from portal.core.db import db
from portal.training.models.plans import Plan


def match_again(plan_id: UUID, *, now: datetime) -> None:
    """Pair what was recorded in the days of this plan and belongs to nothing yet. Repeatable."""
    plan = db.session.get_one(Plan, plan_id)
    waiting = (
        select(Activity)
        .where(Activity.athlete_id == plan.athlete_id, Activity.local_on.between(plan.starts_on, plan.ends_on))
        .where(Activity.planned_session_id.is_(None), Activity.deleted_at.is_(None))
        # Who paired it stays known when its session goes: only what a person decided is not decided anew.
        .where(Activity.matched_by.is_distinct_from(MatchedBy.PERSON))
        .order_by(Activity.started_at)
        .with_for_update()
    )
    for activity in db.session.scalars(waiting):
        match(activity, now=now)
        db.session.flush()
