"""What a paired activity means for the training log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.activities.models import Activity
from portal.core.db import db
from portal.training.actions.recorded import Recorded, forget_recorded, log_recorded


def log_paired(activity_id: UUID, session_id: UUID, *, now: datetime) -> None:
    """Log the activity as the doing of its session, if it is still paired with it."""
    activity = db.session.get(Activity, activity_id)
    if activity is None or activity.planned_session_id != session_id or activity.done_pct is None:
        return
    recorded = Recorded(
        id=activity.id,
        athlete_id=activity.athlete_id,
        done_pct=activity.done_pct,
        distance_m=activity.distance_m,
        duration_s=activity.moving_s,
        on=activity.local_on,
    )
    log_recorded(session_id, recorded, now=now)


def log_again(activity_id: UUID, *, now: datetime) -> None:
    """Log an activity that was restored."""
    activity = db.session.get(Activity, activity_id)
    if activity is not None and activity.planned_session_id is not None:
        log_paired(activity_id, activity.planned_session_id, now=now)


def unlog(activity_id: UUID, *, now: datetime) -> None:
    """Take back what was logged from an activity that is gone, or not paired any more."""
    forget_recorded(activity_id, now=now)
