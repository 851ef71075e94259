"""The clients page: everybody and how they stand, in one statement."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from portal.accounts.models import Person
from portal.activities.models import Activity
from portal.activities.policy import VIEW_ACTIVITY
from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.home.rules.attention import ClientRow, Standing, row_of, sorted_by_need
from portal.home.rules.past import WINDOW_DAYS, Past, SessionDay, past_of
from portal.messaging.queries import unanswered
from portal.roster.models import Coaching, LifeStatus
from portal.roster.policy import CLIENT, may_see
from portal.roster.rules import DataKind, Life
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Plan, PlannedSession
from portal.training.queries.course import is_excused
from portal.training.rules.course import is_missed

EXCUSED, OPEN = "x", "o"


def clients_of(trainer: Actor, *, today: date, now: datetime, search: str = "") -> list[ClientRow]:
    """Return the clients of this trainer, those who need them first; `search` looks into names."""
    statement = _clients(asking_as(trainer), terms())
    for word in search.split():
        statement = statement.where(func.lower(Person.name).contains(word.lower(), autoescape=True))
    rows = db.session.execute(statement, _values(trainer, today))
    return sorted_by_need([row_of(_standing(row, today), today=today, now=now) for row in rows])


def _values(trainer: Actor, today: date) -> dict[str, Any]:
    return {"asking": trainer.person_id, "today": today, "since": today - timedelta(days=WINDOW_DAYS - 1)}


@cache
def _clients(trainer: Actor, _terms: Terms) -> Any:
    # Built once: putting this statement together takes longer than running it.
    today = bindparam("today", type_=Date())
    waiting, unread = unanswered(trainer, Person.id)
    shows_training = may_see(trainer, Person.id, DataKind.TRAINING)
    shows_health = may_see(trainer, Person.id, DataKind.HEALTH)
    return (
        select(
            Person.id,
            Person.name,
            Coaching.began_at,
            case((shows_health, _life(today, LifeStatus.kind))).label("life"),
            case((shows_health, _life(today, LifeStatus.until_on))).label("life_until"),
            case((shows_training, _sessions(today))).label("sessions"),
            case((shows_training, _last_training())).label("trained_at"),
            _last_activity(trainer).label("recorded_on"),
            case((shows_training, _programmed_until())).label("programmed_until"),
            shows_training.label("shows_training"),
            unread.label("unread"),
            waiting.label("waiting_since"),
        )
        .join(
            Coaching,
            and_(
                Coaching.athlete_id == Person.id,
                Coaching.trainer_id == trainer.person_id,
                Coaching.ended_at.is_(None),
            ),
        )
        .where(CLIENT.where(trainer))
    )


def _sessions(today: ColumnElement[date]) -> ScalarSelect[Any]:
    """One text a client: "2026-05-12:93,2026-05-14:o": as many rows would cost more than cutting it up."""
    state: ColumnElement[str] = case(
        (SessionLog.finished_at.is_not(None), cast(SessionLog.done_pct, String)),
        (is_excused(), literal(EXCUSED)),
        else_=literal(OPEN),
    )
    return (
        select(func.aggregate_strings(cast(PlannedSession.on, String).concat(":").concat(state), ","))
        .select_from(PlannedSession)
        .outerjoin(SessionLog, SessionLog.planned_session_id == PlannedSession.id)
        .where(PlannedSession.athlete_id == Person.id)
        .where(PlannedSession.dropped_at.is_(None))
        .where(PlannedSession.on.between(bindparam("since", type_=Date()), today))
        .correlate(Person)
        .scalar_subquery()
    )


def _life(today: ColumnElement[date], column: Any) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(LifeStatus.athlete_id == Person.id, LifeStatus.withdrawn_at.is_(None), LifeStatus.from_on <= today)
        .where(or_(LifeStatus.until_on.is_(None), LifeStatus.until_on >= today))
        .order_by(LifeStatus.from_on.desc(), LifeStatus.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _last_training() -> ScalarSelect[Any]:
    return (
        select(func.max(SessionLog.trained_on))
        .where(SessionLog.athlete_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )


def _last_activity(trainer: Actor) -> ScalarSelect[Any]:
    return (
        select(func.max(Activity.local_on))
        .where(Activity.athlete_id == Person.id, VIEW_ACTIVITY.where(trainer))
        .correlate(Person)
        .scalar_subquery()
    )


def _programmed_until() -> ScalarSelect[Any]:
    return (
        select(Plan.ends_on)
        .where(Plan.athlete_id == Person.id, Plan.published_at.is_not(None), Plan.ended_at.is_(None))
        .order_by(Plan.ends_on.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _standing(row: Any, today: date) -> Standing:
    days = [day for day in (row.trained_at, row.recorded_on) if day is not None]
    return Standing(
        athlete_id=row.id,
        name=row.name,
        life=row.life or Life.ACTIVE,
        life_until=row.life_until,
        past=_past(row.sessions or "", today),
        last_active_on=max(days, default=None),
        coached_since=row.began_at.date(),
        programmed_until=row.programmed_until,
        shows_training=row.shows_training,
        unread=row.unread,
        waiting_since=row.waiting_since,
    )


@lru_cache(2048)
def _past(text: str, today: date) -> Past:
    return past_of(tuple(_session_day(part, today) for part in text.split(",") if part), today=today)


def _session_day(text: str, today: date) -> SessionDay:
    day, _, state = text.partition(":")
    on = date.fromisoformat(day)
    done = None if state in {EXCUSED, OPEN} else int(state)
    return SessionDay(on, done, excused=state == EXCUSED, missed=is_missed(on, today))
