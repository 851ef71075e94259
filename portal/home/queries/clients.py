"""A trainer's clients: what changes by the minute in one statement, the rest as `standings` knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, func, select

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.events.log import LoggedEvent
from portal.home.queries.known import Known, Who, known_of
from portal.home.rules.attention import ClientRow, sorted_by_need
from portal.messaging.queries import unanswered
from portal.roster.models import Coaching, Consent
from portal.roster.policy import CLIENT

LONGEST_CHANGE = timedelta(days=1)
"""No transaction takes so long: an event that was written earlier is there by now."""


def clients_of(trainer: Actor, *, today: date, now: datetime, search: str = "") -> list[ClientRow]:
    """Return the clients of this trainer, those who need them first; `search` looks into names."""
    statement = _clients(asking_as(trainer), terms())
    for word in search.split():
        statement = statement.where(func.lower(Person.name).contains(word.lower(), autoescape=True))
    found = db.session.execute(statement, values_of(trainer, today)).all()
    unread = {row.id: row.unread for row in found if row.unread}
    rows = [known.row(now) for known in known_in(trainer, found, today=today)]
    return sorted_by_need([_with(row, unread.get(row.client.athlete_id)) for row in rows])


def known_in(trainer: Actor, found: Sequence[Any], *, today: date) -> list[Known]:
    """Return the clients that a statement like `live_clients` found, in its order."""
    clients = [Who(row.id, row.coaching_id, row.name, row.agreed, row.newest_id, row.lately) for row in found]
    return known_of(trainer, clients, today=today)


def values_of(trainer: Actor, today: date) -> dict[str, Any]:
    """Return what `live_clients` is asked with."""
    return {"asking": trainer.person_id, "since_id": _first_id(today)}


def live_clients(trainer: Actor) -> Select[Any]:
    """Return the statement about those whom a trainer coaches: only what may be new at any moment."""
    about = LoggedEvent.about_id == Person.id
    newest = select(LoggedEvent.id).where(about).order_by(LoggedEvent.id.desc()).limit(1)
    lately = select(func.count()).where(about, LoggedEvent.id > bindparam("since_id", type_=Uuid()))
    agreed = select(func.aggregate_strings(Consent.kind, ",")).where(
        Consent.coaching_id == Coaching.id, Consent.revoked_at.is_(None)
    )
    return (
        select(
            Person.id,
            Coaching.id.label("coaching_id"),
            Person.name,
            newest.correlate(Person).scalar_subquery().label("newest_id"),
            lately.correlate(Person).scalar_subquery().label("lately"),
            agreed.correlate(Coaching).scalar_subquery().label("agreed"),
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


@cache
def _clients(trainer: Actor, _terms: Terms) -> Any:
    # Built once: putting this statement together takes longer than running it.
    _, unread = unanswered(trainer, Person.id)
    return live_clients(trainer).add_columns(unread.label("unread"))


def _with(row: ClientRow, unread: int | None) -> ClientRow:
    return replace(row, unread=unread) if unread else row


def _first_id(today: date) -> UUID:
    """Return an id before all that were made since yesterday: ids tell when they were made (RFC 9562, version 7)."""
    since = datetime.combine(today, time(), UTC) - LONGEST_CHANGE
    return UUID(int=int(since.timestamp() * 1000) << 80)
