"""The best sets in somebody's log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.core.access import Actor
from portal.core.db import db
from portal.training.models.exercises import Exercise
from portal.training.models.logs import SessionLog, SetLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.rules.exercises import Measure
from portal.training.rules.records import MOST_REPS, BestSet, best_of


def best_sets_of(actor: Actor, athlete_id: UUID) -> list[BestSet]:
    """Return the best set of each lift, of sessions that the actor may see, the newest first; three statements."""
    rows = db.session.execute(_distinct_sets(actor, athlete_id)).all()
    exercise_of = _exercises_of({row.plan_id for row in rows})
    names = _lifts(set(exercise_of.values()))
    done = [(exercise_of.get((row.plan_id, row.track.partition("_")[0])), row) for row in rows]
    return best_of(
        BestSet(exercise, names[exercise], row.load_kg, row.reps, row.first_on)
        for exercise, row in done
        if exercise in names
    )


def _distinct_sets(actor: Actor, athlete_id: UUID) -> Any:
    """Each load and number of repetitions once: a log of years holds few different ones."""
    return (
        select(
            SessionLog.plan_id,
            SetLog.track,
            SetLog.load_kg,
            SetLog.reps,
            func.min(SessionLog.trained_on).label("first_on"),
        )
        .join(SessionLog, SessionLog.id == SetLog.session_log_id)
        .join(PlannedSession, PlannedSession.id == SessionLog.planned_session_id)
        .where(SessionLog.athlete_id == athlete_id, VIEW_SESSION.where(actor))
        .where(SetLog.load_kg > 0, SetLog.reps.between(1, MOST_REPS))
        .group_by(SessionLog.plan_id, SetLog.track, SetLog.load_kg, SetLog.reps)
    )


def _exercises_of(plan_ids: Collection[UUID]) -> dict[tuple[UUID, str], UUID]:
    """Return which exercise a row of a plan's grid is."""
    rows = db.session.execute(select(Plan.id, Plan.layout).where(Plan.id.in_(plan_ids)))
    return {
        (row.id, item["key"]): UUID(item["exercise"])
        for row in rows
        for item in row.layout["items"]
        if item["exercise"]
    }


def _lifts(exercise_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those that are measured by load."""
    rows = db.session.execute(
        select(Exercise.id, Exercise.name).where(Exercise.id.in_(exercise_ids), Exercise.measure == Measure.LOAD_REPS)
    )
    return {row.id: row.name for row in rows}
