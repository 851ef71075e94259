"""Whom a trainer coaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, and_, bindparam, case, select

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.errors import Hidden
from portal.core.terms import Terms, terms
from portal.roster.models import Coaching, LifeStatus
from portal.roster.policy import CLIENT, may_see
from portal.roster.queries.life import status_on
from portal.roster.rules import DataKind, Life


@dataclass(frozen=True)
class ClientHead:
    """What stands on top of every page about a client."""

    athlete_id: UUID
    coaching_id: UUID
    name: str
    life: Life
    life_until: date | None
    since: datetime
    shows: frozenset[DataKind]
    """What the client has opened to this trainer."""


@dataclass(frozen=True)
class Client:
    """Somebody a trainer coaches."""

    athlete_id: UUID
    coaching_id: UUID
    name: str


def client_head(actor: Actor, athlete_id: UUID, *, today: date) -> ClientHead:
    """Return the head of a client's pages, in one statement. Raises Hidden when the actor does not coach them."""
    values = {"asking": actor.person_id, "athlete": athlete_id, "today": today}
    row = db.session.execute(_head(asking_as(actor), terms()), values).one_or_none()
    if row is None:
        raise Hidden
    return ClientHead(
        athlete_id=athlete_id,
        coaching_id=row.id,
        name=row.name,
        life=row.kind or Life.ACTIVE,
        life_until=row.until_on,
        since=row.began_at,
        shows=frozenset(kind for kind in DataKind if getattr(row, f"shows_{kind.value}")),
    )


@cache
def _head(actor: Actor, _terms: Terms) -> Any:
    athlete_id, today = bindparam("athlete", type_=Uuid()), bindparam("today", type_=Date())
    visible = may_see(actor, Person.id, DataKind.HEALTH)
    return (
        select(
            Coaching.id,
            Person.name,
            Coaching.began_at,
            case((visible, LifeStatus.kind)).label("kind"),
            case((visible, LifeStatus.until_on)).label("until_on"),
            *(may_see(actor, Person.id, kind).label(f"shows_{kind.value}") for kind in DataKind),
        )
        .join(Person, Person.id == Coaching.athlete_id)
        .outerjoin(LifeStatus, LifeStatus.id == status_on(athlete_id, today))
        .where(Coaching.trainer_id == actor.person_id, Coaching.athlete_id == athlete_id, Coaching.ended_at.is_(None))
    )


def clients_of(actor: Actor) -> list[Client]:
    """Return whom the actor coaches, by name."""
    rows = db.session.execute(
        select(Person.id, Coaching.id.label("coaching_id"), Person.name)
        .join(Coaching, and_(Coaching.athlete_id == Person.id, Coaching.trainer_id == actor.person_id))
        .where(Coaching.ended_at.is_(None), CLIENT.where(actor))
        .order_by(Person.name, Person.id)
    )
    return [Client(*row) for row in rows]
