"""How athletes are, and which days that excuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core.access import Actor
from portal.core.db import db
from portal.roster.models import LifeStatus
from portal.roster.policy import LIFE_STATUS, PersonColumn
from portal.roster.rules import EXCUSING, in_force

_status, _later = aliased(LifeStatus), aliased(LifeStatus)
_BEGAN_LATER = or_(_later.from_on > _status.from_on, and_(_later.from_on == _status.from_on, _later.id > _status.id))

DayColumn = InstrumentedAttribute[date] | ColumnElement[date]


def statuses_of(actor: Actor, athlete_id: UUID) -> Sequence[LifeStatus]:
    """Return how the athlete was and will be, the latest first."""
    return db.session.scalars(
        select(LifeStatus)
        .where(LIFE_STATUS.where(actor), LifeStatus.athlete_id == athlete_id, LifeStatus.withdrawn_at.is_(None))
        .order_by(LifeStatus.from_on.desc(), LifeStatus.id.desc())
    ).all()


def excused_days(athlete_id: UUID, from_on: date, until_on: date) -> frozenset[date]:
    """Return the days of this span on which the athlete need not train, because of how they are."""
    statuses = db.session.scalars(
        select(LifeStatus)
        .where(LifeStatus.athlete_id == athlete_id, LifeStatus.withdrawn_at.is_(None), LifeStatus.from_on <= until_on)
        .where(or_(LifeStatus.until_on.is_(None), LifeStatus.until_on >= from_on))
    ).all()
    days = (from_on + timedelta(days=n) for n in range((until_on - from_on).days + 1))
    return frozenset(day for day in days if (found := in_force(statuses, day)) and found.kind in EXCUSING)


def excuses(athlete_id: PersonColumn, day: DayColumn) -> ColumnElement[bool]:
    """True where the athlete need not train on this day: of what holds then, what began last excuses."""
    overruled = (
        select(_later.id)
        .where(_later.athlete_id == _status.athlete_id, _BEGAN_LATER, *_holds(_later, day))
        .correlate_except(_later)
        .exists()
    )
    return (
        select(_status.id)
        .where(_status.athlete_id == athlete_id, _status.kind.in_(EXCUSING), *_holds(_status, day), ~overruled)
        .correlate_except(_status)
        .exists()
    )


def status_on(athlete_id: UUID | BindParameter[UUID], today: date | BindParameter[date]) -> ScalarSelect[UUID]:
    """Return the id of the status that counts today."""
    return (
        select(LifeStatus.id)
        .where(LifeStatus.athlete_id == athlete_id, LifeStatus.withdrawn_at.is_(None), LifeStatus.from_on <= today)
        .where(or_(LifeStatus.until_on.is_(None), LifeStatus.until_on >= today))
        .order_by(LifeStatus.from_on.desc(), LifeStatus.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _holds(status: type[LifeStatus], day: DayColumn) -> tuple[ColumnElement[bool], ...]:
    return (
        status.withdrawn_at.is_(None),
        status.from_on <= day,
        or_(status.until_on.is_(None), status.until_on >= day),
    )
