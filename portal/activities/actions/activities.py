"""What an athlete does with an activity: name it, note something, delete it, bring it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.activities.actions.recordings import settle
from portal.activities.events import ActivityChanged, ActivityDeleted, ActivityRestored
from portal.activities.models import Activity
from portal.activities.rules.recording import Description
from portal.core.db import db
from portal.events.log import record


def describe_activity(activity: Activity, description: Description, *, by: UUID, now: datetime) -> None:
    """Give the activity a name and a note; an empty name goes back to what the source calls it."""
    own_name = description.name if description.name not in ("", activity.name) else None
    if (own_name, description.note) == (activity.own_name, activity.note):
        return
    activity.own_name, activity.note = own_name, description.note
    record(ActivityChanged(activity.id), about=activity.athlete_id, by=by, now=now)


def delete_activity(activity: Activity, *, by: UUID, now: datetime) -> None:
    """Take the activity away; for thirty days it can be brought back. Deleting twice changes nothing."""
    if activity.deleted_at is not None:
        return
    activity.deleted_at = now
    record(ActivityDeleted(activity.id), about=activity.athlete_id, by=by, now=now)
    db.session.flush()
    for twin in db.session.scalars(select(Activity).where(Activity.twin_of_id == activity.id)):
        settle(twin, now=now)


def restore_activity(activity: Activity, *, by: UUID, now: datetime) -> None:
    """Bring a deleted activity back. Twice changes nothing."""
    if activity.deleted_at is None:
        return
    taken = select(Activity.id).where(
        Activity.planned_session_id == activity.planned_session_id, Activity.deleted_at.is_(None)
    )
    if activity.planned_session_id is not None and db.session.scalar(taken) is not None:
        activity.planned_session_id = activity.matched_by = activity.asked = activity.done_pct = None
    activity.deleted_at = None
    record(ActivityRestored(activity.id), about=activity.athlete_id, by=by, now=now)
    db.session.flush()
    settle(activity, now=now)
