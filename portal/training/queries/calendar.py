"""Planned sessions by week, with what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, select

from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.training.models.logs import SessionLog
from portal.training.models.plans import PlannedSession
from portal.training.policy.sessions import VIEW_SESSION
from portal.training.queries.course import is_excused
from portal.training.rules.course import is_missed
from portal.training.rules.sessions import Outcome, SessionKind, outcome_of


@dataclass(frozen=True)
class SessionMark:
    """A planned session as it stands in a calendar."""

    id: UUID
    on: date
    title: str
    kind: SessionKind
    outcome: Outcome
    is_begun: bool
    trained_on: date | None
    done_pct: int | None
    facts: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Address of its page; the same for all who may open it."""
        return f"/sessions/{self.id}"

    @property
    def icon(self) -> str:
        """What stands before it in a list."""
        return "run" if self.kind is SessionKind.ENDURANCE else "lift"


@dataclass(frozen=True)
class CalendarDay:
    """One day and its sessions."""

    on: date
    sessions: tuple[SessionMark, ...]


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, with totals over what was due."""

    monday: date
    days: tuple[CalendarDay, ...]
    planned: int
    done: int
    """Sessions with anything logged; excused ones are in neither number."""

    @property
    def number(self) -> int:
        """Return the week of the year, as ISO 8601 counts."""
        return self.monday.isocalendar().week

    @property
    def total(self) -> dict[str, float]:
        """Return the numbers at the end of its row."""
        return {
            "done": self.done,
            "planned": self.planned,
            "done_share": self.done / self.planned if self.planned else 0,
        }


def weeks_of(actor: Actor, athlete_id: UUID, *, first: date, last: date, today: date) -> tuple[Week, ...]:
    """Return whole weeks from the Monday `first` to the Sunday `last`, in one statement."""
    marks = marks_of(actor, athlete_id, first=first, last=last, today=today)
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return tuple(_week(monday, marks) for monday in mondays)


def marks_of(actor: Actor, athlete_id: UUID, *, first: date, last: date, today: date) -> list[SessionMark]:
    """Return the athlete's sessions of these days that the actor may see, in order."""
    values = {"asking": actor.person_id, "athlete": athlete_id, "first": first, "last": last}
    return [_mark(row, today) for row in db.session.execute(_marks(asking_as(actor), terms()), values)]


@cache
def _marks(actor: Actor, _terms: Terms) -> Any:
    return (
        select(
            PlannedSession.id,
            PlannedSession.on,
            PlannedSession.title,
            PlannedSession.kind,
            is_excused().label("excused"),
            SessionLog.id.label("log_id"),
            SessionLog.finished_at,
            SessionLog.trained_on,
            SessionLog.done_pct,
        )
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.athlete_id == bindparam("athlete", type_=Uuid()))
        .where(PlannedSession.on.between(bindparam("first", type_=Date()), bindparam("last", type_=Date())))
        .where(PlannedSession.dropped_at.is_(None), VIEW_SESSION.where(actor))
        .order_by(PlannedSession.on, PlannedSession.id)
    )


def _mark(row: Any, today: date) -> SessionMark:
    return SessionMark(
        row.id,
        row.on,
        row.title,
        row.kind,
        _outcome(row, today),
        is_begun=row.log_id is not None and row.finished_at is None,
        trained_on=row.trained_on,
        done_pct=row.done_pct,
    )


def _outcome(row: Any, today: date) -> Outcome:
    if row.finished_at is not None:
        return outcome_of(row.done_pct)
    if row.excused:
        return Outcome.EXCUSED
    return Outcome.MISSED if is_missed(row.on, today) else Outcome.PLANNED


def _week(monday: date, marks: list[SessionMark]) -> Week:
    days = tuple(
        CalendarDay(on, tuple(mark for mark in marks if mark.on == on))
        for on in (monday + timedelta(days=n) for n in range(7))
    )
    due = [mark for day in days for mark in day.sessions if mark.outcome is not Outcome.EXCUSED]
    done = [mark for mark in due if mark.done_pct is not None]
    return Week(monday, days, planned=len(due), done=len(done))
