"""How much somebody runs now: what was recorded, and what was logged and not recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.activities.models import Activity
from portal.activities.policy import VIEW_ACTIVITY, counts_once
from portal.activities.rules.sports import Sport
from portal.activities.rules.volume import RanOn, Volume, first_day, volume_of
from portal.core.access import Actor
from portal.core.db import db
from portal.training.models.logs import EffortLog, SessionLog
from portal.training.models.plans import PlannedSession
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.rules.logs import planned_metres


def running_volume(actor: Actor, athlete_id: UUID, *, today: date) -> Volume:
    """Return how far this athlete runs in a week now, and at once, as far as the actor may see it; two statements."""
    since = first_day(today)
    recorded = db.session.execute(_recorded(actor, athlete_id, since)).all()
    paired = {row.planned_session_id for row in recorded}
    logged = db.session.execute(_logged(actor, athlete_id, since)).all()
    runs = [RanOn(row.local_on, row.distance_m) for row in recorded]
    return volume_of([*runs, *_by_hand(logged, paired)], today)


def _by_hand(logged: Any, paired: set[UUID | None]) -> Iterator[RanOn]:
    for row in logged:
        if row.planned_session_id not in paired:
            asked_m = planned_metres(row.planned.get(row.track, ()))
            yield RanOn(row.trained_on, row.ratio * asked_m if row.distance_m is None else row.distance_m)


def _recorded(actor: Actor, athlete_id: UUID, since: date) -> Any:
    return (
        select(Activity.local_on, Activity.distance_m, Activity.planned_session_id)
        .where(Activity.athlete_id == athlete_id, Activity.local_on >= since, Activity.sport == Sport.RUN)
        .where(Activity.distance_m.is_not(None), VIEW_ACTIVITY.where(actor), counts_once())
    )


def _logged(actor: Actor, athlete_id: UUID, since: date) -> Any:
    return (
        select(
            SessionLog.planned_session_id,
            SessionLog.trained_on,
            SessionLog.planned,
            EffortLog.track,
            EffortLog.ratio,
            EffortLog.distance_m,
        )
        .join(SessionLog, SessionLog.id == EffortLog.session_log_id)
        .join(PlannedSession, PlannedSession.id == SessionLog.planned_session_id)
        .where(SessionLog.athlete_id == athlete_id, SessionLog.trained_on >= since, VIEW_SESSION.where(actor))
    )
