"""What somebody lifted of one exercise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select

from portal.core.access import Actor
from portal.core.db import db
from portal.training.models.exercises import Exercise
from portal.training.models.logs import SessionLog, SetLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.rules.exercises import Measure
from portal.training.rules.lifts import DoneSet


def lift_named(exercise_id: UUID) -> Exercise | None:
    """Return an exercise that is measured by load."""
    found = db.session.get(Exercise, exercise_id)
    return found if found is not None and found.measure is Measure.LOAD_REPS else None


def sets_of(actor: Actor, athlete_id: UUID, exercise_id: UUID, *, since: date) -> Sequence[DoneSet]:
    """Return the sets with a load since that day, of sessions the actor may see, in order; two statements."""
    rows = _rows_with(athlete_id, exercise_id)
    if not rows:
        return []
    of_exercise = or_(*(and_(SessionLog.plan_id == plan_id, SetLog.track == key) for plan_id, key in rows))
    found = db.session.execute(
        select(PlannedSession.id, SessionLog.trained_on, SetLog.load_kg, SetLog.reps)
        .join(SessionLog, SessionLog.id == SetLog.session_log_id)
        .join(PlannedSession, PlannedSession.id == SessionLog.planned_session_id)
        .where(SessionLog.athlete_id == athlete_id, SessionLog.trained_on >= since, VIEW_SESSION.where(actor))
        .where(SetLog.load_kg > 0, SetLog.reps > 0, of_exercise)
        .order_by(SessionLog.trained_on, SessionLog.id, SetLog.track, SetLog.position)
    )
    return [DoneSet(row.id, row.trained_on, row.load_kg or 0, row.reps) for row in found]


def _rows_with(athlete_id: UUID, exercise_id: UUID) -> list[tuple[UUID, str]]:
    """Return the rows of plans, by plan and key, in which this exercise is done."""
    plans = db.session.execute(select(Plan.id, Plan.layout).where(Plan.athlete_id == athlete_id))
    return [
        (plan.id, item["key"])
        for plan in plans
        for item in plan.layout["items"]
        if item["exercise"] == str(exercise_id)
    ]
