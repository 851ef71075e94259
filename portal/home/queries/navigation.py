"""What every page shows around its content: how much is unread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from portal.core.access import Actor, asking_as
from portal.core.db import db
from portal.core.terms import Terms, terms
from portal.messaging.queries import unread_count
from portal.notifications.queries import unseen_count


@dataclass(frozen=True)
class Counts:
    """What waits for somebody."""

    messages: int
    notices: int


def counts_of(actor: Actor) -> Counts:
    """Return what waits for this person, in one statement."""
    row = db.session.execute(_counts(asking_as(actor), terms()), {"asking": actor.person_id}).one()
    return Counts(*row)


@cache
def _counts(actor: Actor, _terms: Terms) -> Any:
    return select(unread_count(actor), unseen_count(actor))
