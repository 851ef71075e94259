"""How clients stand: what plans, logs, recordings, messages and reviews say of each, in one statement for all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from portal.core.access import Actor, asking_as
from portal.core.db import UtcDateTime, db
from portal.core.terms import Terms, terms
from portal.home.models import Review
from portal.home.queries.loads import daily_loads, last_recorded, loads_in
from portal.home.queries.stalls import stalls_of
from portal.home.rules.jumps import KNOWN_DAYS, jump_of
from portal.home.rules.past import STRIP_DAYS, WINDOW_DAYS, Past, SessionDay, past_of
from portal.home.rules.reasons import Standing
from portal.home.rules.stalls import Stall
from portal.messaging.queries import last_heard, unanswered
from portal.roster.models import Coaching, LifeStatus
from portal.roster.policy import may_see
from portal.roster.rules import DataKind, Life
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Adjustment, Plan, PlannedSession
from portal.training.queries.course import is_excused
from portal.training.rules.course import is_missed
from portal.training.rules.logs import Flag

EXCUSED, OPEN = "x", "o"
_review = aliased(Review)


def standings_in(trainer: Actor, athlete_ids: Collection[UUID], *, today: date) -> Iterator[tuple[Any, Standing]]:
    """Yield each of these clients as found, and how they stand; three statements at most."""
    stalls, lately = stalls_of(trainer, athlete_ids, today=today), today - timedelta(days=STRIP_DAYS - 1)
    values = {
        "asking": trainer.person_id,
        "today": today,
        "since": today - timedelta(days=WINDOW_DAYS - 1),
        "lately": lately,
        "lately_at": datetime.combine(lately, time(), UTC),
        "loaded": today - timedelta(days=KNOWN_DAYS),
        "wanted": list(athlete_ids),
    }
    for row in db.session.execute(_standings(asking_as(trainer), terms()), values):
        yield row, _standing(row, stalls.get(row.athlete_id, ()), today)


@cache
def _standings(trainer: Actor, _terms: Terms) -> Any:
    # Built once: putting this statement together takes longer than running it.
    athlete_id, today = Coaching.athlete_id, bindparam("today", type_=Date())
    training = may_see(trainer, athlete_id, DataKind.TRAINING)
    health = may_see(trainer, athlete_id, DataKind.HEALTH)
    waiting, _ = unanswered(trainer, athlete_id)
    return (
        select(
            athlete_id,
            Coaching.began_at,
            LifeStatus.kind,
            LifeStatus.until_on,
            LifeStatus.noted_at,
            case((training, _sessions(today))).label("sessions"),
            case((training, _last_training())).label("trained_on"),
            last_recorded(trainer).label("recorded_on"),
            case((training, Plan.ends_on)).label("programmed_until"),
            case((training, Plan.id)).label("plan_id"),
            training.label("shows_training"),
            case((and_(training, health), _hurt())).label("hurt_at"),
            case((training, _changed(trainer))).label("changed_at"),
            daily_loads(trainer).label("loads"),
            waiting.label("waiting_since"),
            last_heard(trainer, athlete_id).label("heard_at"),
            Review.id.label("review_id"),
            Review.batch_id,
            Review.reviewed_at,
            Review.seen_at,
            Review.until_at,
        )
        .select_from(Coaching)
        .outerjoin(LifeStatus, and_(LifeStatus.id == _status(today), health))
        .outerjoin(Plan, Plan.id == _last_plan())
        .outerjoin(Review, and_(Review.id == _last_review(), Review.trainer_id == trainer.person_id))
        .where(Coaching.trainer_id == trainer.person_id, Coaching.ended_at.is_(None))
        .where(athlete_id.in_(bindparam("wanted", type_=Uuid(), expanding=True)))
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
        .where(PlannedSession.athlete_id == Coaching.athlete_id)
        .where(PlannedSession.dropped_at.is_(None))
        .where(PlannedSession.on.between(bindparam("since", type_=Date()), today))
        .correlate(Coaching)
        .scalar_subquery()
    )


def _status(today: ColumnElement[date]) -> ScalarSelect[Any]:
    """The life status that counts today."""
    return (
        select(LifeStatus.id)
        .where(LifeStatus.athlete_id == Coaching.athlete_id, LifeStatus.withdrawn_at.is_(None))
        .where(LifeStatus.from_on <= today, or_(LifeStatus.until_on.is_(None), LifeStatus.until_on >= today))
        .order_by(LifeStatus.from_on.desc(), LifeStatus.id.desc())
        .limit(1)
        .correlate(Coaching)
        .scalar_subquery()
    )


def _last_training() -> ScalarSelect[Any]:
    latest = select(func.max(SessionLog.trained_on)).where(SessionLog.athlete_id == Coaching.athlete_id)
    return latest.correlate(Coaching).scalar_subquery()


def _hurt() -> ScalarSelect[Any]:
    """When a session of the last days was finished with the word that something hurt."""
    return (
        select(func.max(SessionLog.finished_at))
        .where(SessionLog.athlete_id == Coaching.athlete_id)
        .where(SessionLog.trained_on >= bindparam("lately", type_=Date()))
        .where(cast(SessionLog.flags, String).contains(f'"{Flag.INJURED.value}"'))
        .correlate(Coaching)
        .scalar_subquery()
    )


def _changed(trainer: Actor) -> ScalarSelect[Any]:
    """When somebody else changed numbers of a plan in the last days."""
    return (
        select(func.max(Adjustment.made_at))
        .join(Plan, Plan.id == Adjustment.plan_id)
        .where(Plan.athlete_id == Coaching.athlete_id, Adjustment.undone_at.is_(None))
        .where(Adjustment.made_by_id != trainer.person_id)
        .where(Adjustment.made_at >= bindparam("lately_at", type_=UtcDateTime()))
        .correlate(Coaching)
        .scalar_subquery()
    )


def _last_plan() -> ScalarSelect[Any]:
    """The plan that reaches furthest."""
    return (
        select(Plan.id)
        .where(Plan.athlete_id == Coaching.athlete_id, Plan.published_at.is_not(None), Plan.ended_at.is_(None))
        .order_by(Plan.ends_on.desc(), Plan.id.desc())
        .limit(1)
        .correlate(Coaching)
        .scalar_subquery()
    )


def _last_review() -> ScalarSelect[Any]:
    """The last look that was not taken back."""
    return (
        select(_review.id)
        .where(_review.coaching_id == Coaching.id, _review.undone_at.is_(None), _review.reviewed_at.is_not(None))
        .order_by(_review.reviewed_at.desc(), _review.id.desc())
        .limit(1)
        .correlate(Coaching)
        .scalar_subquery()
    )


def _standing(row: Any, stalls: tuple[Stall, ...], today: date) -> Standing:
    days = [day for day in (row.trained_on, row.recorded_on) if day is not None]
    return Standing(
        life=row.kind or Life.ACTIVE,
        life_until=row.until_on,
        life_noted_at=row.noted_at,
        past=_past(row.sessions or "", today),
        last_active_on=max(days, default=None),
        coached_since=row.began_at.date(),
        programmed_until=row.programmed_until,
        plan_id=row.plan_id,
        shows_training=row.shows_training,
        hurt_at=row.hurt_at,
        changed_at=row.changed_at,
        jump=jump_of(loads_in(row.loads or ""), today=today),
        stalls=stalls,
    )


def _past(text: str, today: date) -> Past:
    return past_of(tuple(_session_day(part, today) for part in text.split(",") if part), today=today)


def _session_day(text: str, today: date) -> SessionDay:
    day, _, state = text.partition(":")
    on = date.fromisoformat(day)
    done = None if state in {EXCUSED, OPEN} else int(state)
    return SessionDay(on, done, excused=state == EXCUSED, missed=is_missed(on, today))
