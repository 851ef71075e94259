"""The first page of a client: the weeks around today, and what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, or_, select

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.events.log import LoggedEvent
from portal.home.rules.feed import NAMES, Happening, words_of
from portal.roster.policy import may_see
from portal.roster.rules import DataKind
from portal.training.queries.calendar import Week, weeks_of

WEEKS_BACK, WEEKS_AHEAD = 2, 2
LATEST = 8


@dataclass(frozen=True)
class Overview:
    """What the first page of a client shows."""

    weeks: tuple[Week, ...]
    happenings: tuple[Happening, ...]


def overview_of(actor: Actor, athlete_id: UUID, *, today: date) -> Overview:
    """Return the weeks around today and the latest events, in two statements."""
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=WEEKS_BACK), monday + timedelta(weeks=WEEKS_AHEAD, days=6)
    return Overview(weeks_of(actor, athlete_id, first=first, last=last, today=today), _happenings(actor, athlete_id))


def _happenings(actor: Actor, athlete_id: UUID) -> tuple[Happening, ...]:
    rows = db.session.execute(_latest(asking_as(actor), terms()), {"asking": actor.person_id, "athlete": athlete_id})
    return tuple(Happening(words_of(event.fact), event.happened_at, name or "") for event, name in rows)


@cache
def _latest(actor: Actor, _terms: Terms) -> Any:
    return (
        select(LoggedEvent, Person.name)
        .outerjoin(Person, Person.id == LoggedEvent.by_id)
        .where(LoggedEvent.about_id == bindparam("athlete", type_=Uuid()))
        .where(or_(*(and_(LoggedEvent.name.in_(names), _open(actor, kind)) for kind, names in NAMES.items())))
        .order_by(LoggedEvent.id.desc())
        .limit(LATEST)
    )


def _open(actor: Actor, kind: DataKind) -> ColumnElement[bool]:
    return or_(LoggedEvent.about_id == actor.person_id, may_see(actor, LoggedEvent.about_id, kind))
