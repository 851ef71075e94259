"""Loading a plan under way: everything that its next numbers depend on, in three statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Uuid, bindparam, or_, select

from portal.core.db import db
from portal.roster.queries import excuses
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Adjustment, Plan, PlannedSession
from portal.training.rules.course import Adjusted, Course, Done, Planned


def is_excused() -> ColumnElement[bool]:
    """True where a planned session need not be done: excused by hand, or by how the athlete is."""
    by_life = excuses(PlannedSession.athlete_id, PlannedSession.on)
    return or_(PlannedSession.excused_at.is_not(None), by_life)


@dataclass(frozen=True)
class SlotRow:
    """A dated session with what is known of it."""

    id: UUID
    slot: int
    on: date
    title: str
    kind: str
    excused: bool
    log_id: UUID | None
    is_finished: bool
    done_pct: int | None
    trained_on: date | None


def course_of(plan: Plan, *, today: date) -> tuple[Course, list[SlotRow]]:
    """Return the plan as the progression engine sees it today, and its dated sessions."""
    rows = db.session.execute(_dated(), {"plan": plan.id}).all()
    course = Course(
        program=plan.program,
        planned=tuple(Planned(row.id, row.slot, row.on, row.excused) for row in rows),
        done=tuple(_done(row) for row in rows if row.finished_at is not None),
        adjusted=tuple(_adjusted(row) for row in adjustments_of(plan) if row.undone_at is None),
        today=today,
    )
    return course, [_slot(row) for row in rows]


@cache
def _dated() -> Any:
    return (
        select(
            PlannedSession.id,
            PlannedSession.slot,
            PlannedSession.on,
            PlannedSession.title,
            PlannedSession.kind,
            is_excused().label("excused"),
            SessionLog.id.label("log_id"),
            SessionLog.finished_at,
            SessionLog.trained_on,
            SessionLog.planned,
            SessionLog.done,
            SessionLog.flags,
            SessionLog.done_pct,
        )
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.plan_id == bindparam("plan", type_=Uuid()), PlannedSession.dropped_at.is_(None))
        .order_by(PlannedSession.slot)
    )


def adjustments_of(plan: Plan) -> Sequence[Adjustment]:
    """Return what people changed in this plan by hand, undone changes too, in the order they were made."""
    return db.session.scalars(select(Adjustment).where(Adjustment.plan_id == plan.id).order_by(Adjustment.id)).all()


def _slot(row: Row[tuple[object, ...]]) -> SlotRow:
    return SlotRow(
        row.id,
        row.slot,
        row.on,
        row.title,
        row.kind,
        row.excused,
        row.log_id,
        row.finished_at is not None,
        row.done_pct,
        row.trained_on,
    )


def _done(row: Row[tuple[object, ...]]) -> Done:
    return Done(row.log_id, row.slot, row.trained_on, row.planned, row.done, row.flags)


def _adjusted(row: Adjustment) -> Adjusted:
    return Adjusted(row.id, row.kind.value, row.effective_on, row.slot, row.track, row.change, row.made_by_id)
