"""The review queue of a trainer."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam

from portal.accounts.models import Person
from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.home.queries.clients import known_in, live_clients, values_of
from portal.home.rules.review import Entry, Moment, Queue, entry_of


def queue_of(trainer: Actor, at: Moment) -> Queue:
    """Return everybody this trainer coaches and how they stand in the review; one statement when nothing is new."""
    return Queue(tuple(_entries(trainer, at)), at)


def entry_for(trainer: Actor, athlete_id: UUID, at: Moment) -> Entry | None:
    """Return where one client stands; None when they are none."""
    return next(iter(_entries(trainer, at, athlete_id=athlete_id)), None)


def waiting_count(trainer: Actor, at: Moment) -> int:
    """Return how many clients wait to be looked at."""
    return queue_of(trainer, at).waiting


def _entries(trainer: Actor, at: Moment, *, athlete_id: UUID | None = None) -> list[Entry]:
    statement, values = _clients(asking_as(trainer), terms()), values_of(trainer, at.today)
    if athlete_id is not None:
        statement = statement.where(Person.id == bindparam("athlete", type_=Uuid()))
        values["athlete"] = athlete_id
    found = db.session.execute(statement, values).all()
    entries = [entry_of(known.row(at.now), known.looked, at) for known in known_in(trainer, found, today=at.today)]
    return sorted(entries, key=lambda entry: entry.row.need)


@cache
def _clients(trainer: Actor, _terms: Terms) -> Any:
    # Built once: putting this statement together takes longer than running it.
    return live_clients(trainer)
