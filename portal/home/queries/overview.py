"""The first page of a client: the weeks around today, and what happened last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, or_, select

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.events.log import LoggedEvent
from portal.home.rules.feed import NAMES, Happening, log_of, words_of
from portal.roster.policy import may_see
from portal.roster.rules import DataKind
from portal.training.models.logs import SessionLog
from portal.training.queries.calendar import Week, weeks_of

WEEKS_BACK, WEEKS_AHEAD = 2, 2
LATEST = 8
ERASED = 8
"""So many events are read beside, in case the newest are about logs that are gone."""


@dataclass(frozen=True)
class Overview:
    """What the first page of a client shows."""

    weeks: tuple[Week, ...]
    happenings: tuple[Happening, ...]


def overview_of(actor: Actor, athlete_id: UUID, *, today: date) -> Overview:
    """Return the weeks around today and the latest events, in three statements."""
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=WEEKS_BACK), monday + timedelta(weeks=WEEKS_AHEAD, days=6)
    return Overview(weeks_of(actor, athlete_id, first=first, last=last, today=today), _happenings(actor, athlete_id))


def last_weeks_of(actor: Actor, athlete_id: UUID, *, today: date) -> tuple[Week, ...]:
    """Return last week and this one, in one statement."""
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=1), monday + timedelta(days=6)
    return weeks_of(actor, athlete_id, first=first, last=last, today=today)


def _happenings(actor: Actor, athlete_id: UUID) -> tuple[Happening, ...]:
    rows = db.session.execute(_latest(asking_as(actor), terms()), {"asking": actor.person_id, "athlete": athlete_id})
    found = [(event.fact, event.happened_at, name or "") for event, name in rows]
    done = _done({log_id for fact, *_ in found if (log_id := log_of(fact))})
    told = (Happening(words, at, name) for fact, at, name in found if (words := words_of(fact, done)))
    return tuple(islice(told, LATEST))


def _done(log_ids: Collection[UUID]) -> dict[UUID, int | None]:
    if not log_ids:
        return {}
    rows = db.session.execute(select(SessionLog.id, SessionLog.done_pct).where(SessionLog.id.in_(log_ids)))
    return {row.id: row.done_pct for row in rows}


@cache
def _latest(actor: Actor, _terms: Terms) -> Any:
    return (
        select(LoggedEvent, Person.name)
        .outerjoin(Person, Person.id == LoggedEvent.by_id)
        .where(LoggedEvent.about_id == bindparam("athlete", type_=Uuid()))
        .where(or_(*(and_(LoggedEvent.name.in_(names), _open(actor, kind)) for kind, names in NAMES.items())))
        .order_by(LoggedEvent.id.desc())
        .limit(LATEST + ERASED)
    )


def _open(actor: Actor, kind: DataKind) -> ColumnElement[bool]:
    return or_(LoggedEvent.about_id == actor.person_id, may_see(actor, LoggedEvent.about_id, kind))
