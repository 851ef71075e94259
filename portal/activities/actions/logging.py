"""What a paired activity means for the training log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from portal.activities.models import Activity
from portal.activities.policy import may_be_logged
from portal.activities.rules.recording import Source
from portal.core.db import db
from portal.roster.models import Coaching
from portal.training.actions.recorded import Recorded, forget_recorded, log_recorded
from portal.training.models.logs import EffortLog


def settle_log(activity_id: UUID, *, now: datetime) -> None:
    """Let the training log say what the activity says now: the run of the session it is paired with, or nothing.

    Repeatable, and right in whatever order the news of several changes arrive.
    """
    activity = db.session.get(Activity, activity_id, with_for_update=True)
    recorded = _recorded(activity) if activity else None
    session_id = activity.planned_session_id if activity and recorded else None
    forget_recorded([activity_id], but=session_id, now=now)
    if session_id and recorded:
        log_recorded(session_id, recorded, now=now)


def settle_shared(coaching_id: UUID, *, now: datetime) -> None:
    """Log what came from Strava, or take it back, now that a trainer sees more or less. Repeatable."""
    athlete = select(Coaching.athlete_id).where(Coaching.id == coaching_id).scalar_subquery()
    paired = select(Activity.id).where(
        Activity.athlete_id == athlete, Activity.source == Source.STRAVA, Activity.planned_session_id.is_not(None)
    )
    for activity_id in db.session.scalars(paired.order_by(Activity.id)).all():
        settle_log(activity_id, now=now)


def unlog_hidden(*, now: datetime) -> None:
    """Take back what stands in logs that are seen by somebody who may not see it: the operator changed the terms."""
    is_logged = exists().where(EffortLog.recorded_id == Activity.id)
    hidden = select(Activity.id).where(Activity.source == Source.STRAVA, ~may_be_logged(), is_logged)
    for activity_id in db.session.scalars(hidden.order_by(Activity.id)).all():
        settle_log(activity_id, now=now)


def _recorded(activity: Activity) -> Recorded | None:
    """Return what may be logged of the activity, if anything."""
    if activity.deleted_at is not None or activity.planned_session_id is None or activity.done_pct is None:
        return None
    if not db.session.scalar(select(Activity.id).where(Activity.id == activity.id, may_be_logged())):
        return None
    return Recorded(
        id=activity.id,
        athlete_id=activity.athlete_id,
        done_pct=activity.done_pct,
        distance_m=activity.distance_m,
        duration_s=activity.moving_s,
        on=activity.local_on,
    )
