"""What somebody may jump to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.core.access import Actor
from portal.core.db import db
from portal.roster.policy import CLIENT

MOST = 8


def clients_named(trainer: Actor, typed: str) -> Sequence[tuple[UUID, str]]:
    """Return clients whose name holds each of the words, in alphabetical order."""
    query = select(Person.id, Person.name).where(CLIENT.where(trainer)).order_by(func.lower(Person.name)).limit(MOST)
    for word in typed.split():
        query = query.where(func.lower(Person.name).contains(word.lower(), autoescape=True))
    return [(row.id, row.name) for row in db.session.execute(query)]
