"""Calling sessions after what they ask for, where missed ones wait and the work moves on to other days.

What is stored is for lists that cannot ask the plan: the calendar, notices, the matching of activities.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.accounts.models import Person
from portal.core.db import db, transaction
from portal.core.writing import zone_named
from portal.roster.models import LifeStatus
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.queries.course import course_of
from portal.training.rules.layout import Layout
from portal.training.rules.naming import named
from portal.training.rules.plans import Missed


def name_sessions(plan_id: UUID, *, now: datetime) -> None:
    """Name the sessions of this plan, those that are begun after what was shown. Twice changes nothing."""
    plan, time_zone = db.session.execute(
        select(Plan, Person.time_zone).join(Person, Person.id == Plan.athlete_id).where(Plan.id == plan_id)
    ).one()
    if plan.published_at is None or not _waits(plan):
        return
    course, _ = course_of(plan, today=now.astimezone(zone_named(time_zone)).date())
    asked = {step.slot: step.prescription for step in course.forecast()}
    layout = Layout.from_json(plan.layout)
    for session, begun in db.session.execute(_sessions(plan_id)):
        tracks = begun or asked.get(session.slot)
        name = tracks and named(layout, plan.program, starts_on=plan.starts_on, on=session.on, tracks=tracks)
        if name and (session.title, session.kind) != (name.title, name.kind):
            session.title, session.kind = name.title, name.kind
    db.session.flush()


def name_sessions_around(session_id: UUID, *, now: datetime) -> None:
    """Name the sessions of the plan this one belongs to. Twice changes nothing."""
    plan_id = db.session.scalar(select(PlannedSession.plan_id).where(PlannedSession.id == session_id))
    if plan_id is not None:
        name_sessions(plan_id, now=now)


def name_sessions_after(life_status_id: UUID, *, now: datetime) -> None:
    """Name the sessions of whoever this life status is about. Twice changes nothing."""
    status = db.session.get(LifeStatus, life_status_id)
    if status is None:
        return
    for plan_id in _running(since=status.from_on, athlete_id=status.athlete_id):
        name_sessions(plan_id, now=now)


def name_moved_sessions(*, now: datetime) -> None:
    """Name the sessions of all plans under way, each in a transaction of its own: a new day may have moved them."""
    with transaction(writes=False):
        plans = _running(since=now.date())
    for plan_id in plans:
        with transaction():
            name_sessions(plan_id, now=now)


def _running(*, since: date, athlete_id: UUID | None = None) -> list[UUID]:
    plans = select(Plan).where(Plan.published_at.is_not(None), Plan.ended_at.is_(None), Plan.ends_on >= since)
    if athlete_id is not None:
        plans = plans.where(Plan.athlete_id == athlete_id)
    return [plan.id for plan in db.session.scalars(plans.order_by(Plan.id)) if _waits(plan)]


def _waits(plan: Plan) -> bool:
    return bool(plan.layout["missed"] == Missed.SHIFT)


def _sessions(plan_id: UUID) -> Select[tuple[PlannedSession, dict[str, Any] | None]]:
    return (
        select(PlannedSession, SessionLog.planned)
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.plan_id == plan_id, PlannedSession.dropped_at.is_(None))
    )
