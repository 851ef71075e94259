"""Loading a plan under way: everything that its next numbers depend on, in three statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, bindparam, cast, or_, select

from portal.accounts.models import Person
from portal.core.db import db
from portal.core.writing import zone_named
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


class _Dated(NamedTuple):
    """A row of the statement below; JSON as text, which can be compared."""

    id: UUID
    slot: int
    on: date
    title: str
    kind: str
    excused: bool
    log_id: UUID | None
    finished_at: datetime | None
    trained_on: date | None
    planned: str
    done: str
    flags: str
    done_pct: int | None


AdjustedText = tuple[UUID, str, date, int | None, str, str, UUID, str, date]
"""What an adjustment says, its change as text."""


def course_of(plan: Plan, *, today: date, by_hand: Sequence[ByHand] | None = None) -> tuple[Course, Sequence[SlotRow]]:
    """Return the plan as the progression engine sees it today, and its dated sessions.

    `by_hand` is what `by_hand_in` found, where that is known already.
    """
    rows = tuple(map(tuple, db.session.execute(_dated(), {"plan": plan.id})))
    changed = by_hand_in(plan) if by_hand is None else by_hand
    adjusted = tuple(_adjusted(*each) for each in changed if each.row.undone_at is None)
    return _course(json.dumps(plan.program), rows, adjusted, today)


@lru_cache(24)  # each takes about 0.3 MB
def _course(
    program: str, rows: tuple[tuple[Any, ...], ...], adjusted: tuple[AdjustedText, ...], today: date
) -> tuple[Course, Sequence[SlotRow]]:
    # Everything it follows from is the key, so what is kept is never old: the same log is folded once, not once a page.
    found = [_Dated(*row) for row in rows]
    course = Course(
        program=json.loads(program),
        planned=tuple(Planned(row.id, row.slot, row.on, row.excused) for row in found),
        done=tuple(_done(row) for row in found if row.finished_at is not None),
        adjusted=tuple(Adjusted(*row[:5], json.loads(row[5]), *row[6:]) for row in adjusted),
        today=today,
    )
    return course, tuple(_slot(row) for row in found)


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
            cast(SessionLog.planned, String),
            cast(SessionLog.done, String),
            cast(SessionLog.flags, String),
            SessionLog.done_pct,
        )
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.plan_id == bindparam("plan", type_=Uuid()), PlannedSession.dropped_at.is_(None))
        .order_by(PlannedSession.slot)
    )


class ByHand(NamedTuple):
    """Something that somebody changed in a plan by hand, and on which day of the athlete's."""

    row: Adjustment
    made_on: date


def by_hand_in(plan: Plan) -> list[ByHand]:
    """Return what people changed in this plan by hand, undone changes too, in the order they were made."""
    found = (
        select(Adjustment, Person.time_zone)
        .join(Plan, Plan.id == Adjustment.plan_id)
        .join(Person, Person.id == Plan.athlete_id)
        .where(Adjustment.plan_id == plan.id)
        .order_by(Adjustment.id)
    )
    return [ByHand(row, row.made_at.astimezone(zone_named(zone)).date()) for row, zone in db.session.execute(found)]


def _slot(row: _Dated) -> SlotRow:
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


def _done(row: _Dated) -> Done:
    if row.log_id is None or row.trained_on is None:
        raise LookupError("what is finished has a log")
    planned, done, flags = (json.loads(text) for text in (row.planned, row.done, row.flags))
    return Done(row.log_id, row.slot, row.trained_on, planned, done, flags)


def _adjusted(row: Adjustment, made_on: date) -> AdjustedText:
    change = json.dumps(row.change)
    return row.id, row.kind.value, row.effective_on, row.slot, row.track, change, row.made_by_id, row.reason, made_on
